import ProfileModel

/// Numbers that stand for choices in a capture; none is ever given another meaning.
extension SampledTime {
  var code: Int {
    switch self {
    case .wall: 0
    case .cpu: 1
    case .gil: 2
    case .exception: 3
    }
  }

  init?(code: UInt64) {
    switch code {
    case 0: self = .wall
    case 1: self = .cpu
    case 2: self = .gil
    case 3: self = .exception
    default: return nil
    }
  }
}

extension SampledProcess.Reading {
  var code: Int {
    switch self {
    case .python: 0
    case .notPython: 1
    case .notReadable: 2
    case .tooShort: 3
    }
  }

  init?(code: UInt64) {
    switch code {
    case 0: self = .python
    case 1: self = .notPython
    case 2: self = .notReadable
    case 3: self = .tooShort
    default: return nil
    }
  }
}

internal import CPythonInspection
internal import ProfileModel

/// Turns raw frames into frames with names: each function once, each of its lines once.
struct FrameNames {
  private(set) var functions: [FunctionIdentity] = []
  private(set) var frames: [Frame] = []
  private var functionIndices: [FunctionIdentity: Int] = [:]
  /// By the reader's number, its index of a code object, then by code unit: an index into `frames`, or -1.
  private var frameOfUnit: [[[Int32]]] = []
  /// Numbers of readers that have been removed.
  private var freeNumbers: [Int] = []
  private var frameIndices: [Frame: Int32] = [:]
  private var collectionIndex: Int32?

  mutating func addReader() -> Int {
    if let number = freeNumbers.popLast() { return number }
    frameOfUnit.append([])
    return frameOfUnit.count - 1
  }

  mutating func removeReader(_ number: Int) {
    frameOfUnit[number] = []
    freeNumbers.append(number)
  }

  /// The index of the frame in `frames`.
  mutating func index(of frame: RawFrame, in codes: borrowing StackReader, numbered reader: Int) -> Int32 {
    if frame == .garbageCollection { return collection() }
    let code = Int(frame.code)
    let unit = Int(frame.unit)
    if code < frameOfUnit[reader].count, unit < frameOfUnit[reader][code].count, frameOfUnit[reader][code][unit] >= 0 {
      return frameOfUnit[reader][code][unit]
    }
    return name(code, unit, codes.codeObjects[code], reader)
  }

  /// The indices of code objects mean others from now on.
  mutating func forgetCodes(of reader: Int) {
    frameOfUnit[reader].removeAll()
  }

  private mutating func name(_ code: Int, _ unit: Int, _ object: CodeObject, _ reader: Int) -> Int32 {
    while frameOfUnit[reader].count <= code { frameOfUnit[reader].append([]) }
    if frameOfUnit[reader][code].isEmpty {
      frameOfUnit[reader][code] = [Int32](repeating: -1, count: object.lines.count)
    }
    let identity = FunctionIdentity(
      qualifiedName: object.qualifiedName, file: object.file, firstLine: object.firstLine)
    let index = index(of: identity, line: unit < object.lines.count ? Int(object.lines[unit]) : object.firstLine)
    if unit < frameOfUnit[reader][code].count { frameOfUnit[reader][code][unit] = index }
    return index
  }

  /// The index of the mark of a garbage collection.
  private mutating func collection() -> Int32 {
    if let collectionIndex { return collectionIndex }
    let index = index(of: .garbageCollection, line: 0)
    collectionIndex = index
    return index
  }

  private mutating func index(of identity: FunctionIdentity, line: Int) -> Int32 {
    let function = functionIndices[identity] ?? functions.count
    if function == functions.count {
      functions.append(identity)
      functionIndices[identity] = function
    }
    let frame = Frame(function: function, line: line)
    let index = frameIndices[frame] ?? Int32(frames.count)
    if index == frames.count {
      frames.append(frame)
      frameIndices[frame] = index
    }
    return index
  }
}

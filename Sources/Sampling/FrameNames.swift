internal import CPythonInspection
internal import ProfileModel

/// Turns raw frames into frames with names: each function once, each of its lines once.
struct FrameNames {
  private(set) var functions: [FunctionIdentity] = []
  private(set) var frames: [Frame] = []
  private var functionIndices: [FunctionIdentity: Int] = [:]
  /// By the reader's index of a code object, then by code unit: an index into `frames`, or -1.
  private var frameOfUnit: [[Int32]] = []
  private var frameIndices: [Frame: Int32] = [:]

  /// The index of the frame in `frames`.
  mutating func index(of frame: RawFrame, in codes: borrowing StackReader) -> Int32 {
    let code = Int(frame.code)
    let unit = Int(frame.unit)
    if code < frameOfUnit.count, unit < frameOfUnit[code].count, frameOfUnit[code][unit] >= 0 {
      return frameOfUnit[code][unit]
    }
    return name(code, unit, codes.codeObjects[code])
  }

  /// The indices of code objects mean others from now on.
  mutating func forgetCodes() {
    frameOfUnit.removeAll()
  }

  private mutating func name(_ code: Int, _ unit: Int, _ object: CodeObject) -> Int32 {
    while frameOfUnit.count <= code { frameOfUnit.append([]) }
    if frameOfUnit[code].isEmpty {
      frameOfUnit[code] = [Int32](repeating: -1, count: object.lines.count)
    }
    let identity = FunctionIdentity(
      qualifiedName: object.qualifiedName, file: object.file, firstLine: object.firstLine)
    let function = functionIndices[identity] ?? functions.count
    if function == functions.count {
      functions.append(identity)
      functionIndices[identity] = function
    }
    let line = unit < object.lines.count ? Int(object.lines[unit]) : object.firstLine
    let frame = Frame(function: function, line: line)
    let index = frameIndices[frame] ?? Int32(frames.count)
    if index == frames.count {
      frames.append(frame)
      frameIndices[frame] = index
    }
    if unit < frameOfUnit[code].count { frameOfUnit[code][unit] = index }
    return index
  }
}

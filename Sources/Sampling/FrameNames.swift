internal import CPythonInspection
internal import ProfileModel

/// Turns raw frames into frames with names: each function once, each of its lines once, and where more is told apart, each
/// of their pieces, or of their instructions each form.
struct FrameNames {
  private(set) var functions: [FunctionIdentity] = []
  private(set) var frames: [Frame] = []
  private var functionIndices: [FunctionIdentity: Int] = [:]
  /// By the reader's number, its index of a code object, then by code unit: an index into `frames`, or -1.
  private var frameOfUnit: [[[Int32]]] = []
  /// How finely frames are told apart.
  private let detail: FrameDetail
  /// By the reader's number, where instructions are told apart.
  private var frameOfInstruction: [[CodeInstruction: Int32]] = []
  /// By the reader's number and its index of a code object.
  private var positions: [[UInt32: [SourcePosition]]] = []
  /// Numbers of readers that have been removed.
  private var freeNumbers: [Int] = []
  private var frameIndices: [Frame: Int32] = [:]
  private var collectionIndex: Int32?

  /// An instruction of one of a reader's code objects.
  private struct CodeInstruction: Hashable {
    let code: UInt32
    let sight: InstructionSight
  }

  init(_ detail: FrameDetail) {
    self.detail = detail
  }

  mutating func addReader() -> Int {
    if let number = freeNumbers.popLast() { return number }
    frameOfUnit.append([])
    frameOfInstruction.append([:])
    positions.append([:])
    return frameOfUnit.count - 1
  }

  mutating func removeReader(_ number: Int) {
    forgetCodes(of: number)
    freeNumbers.append(number)
  }

  /// The index of the frame in `frames`.
  ///
  /// - Parameter instruction: Where instructions are told apart.
  mutating func index(
    of frame: RawFrame, at instruction: InstructionSight?, in codes: borrowing StackReader, numbered reader: Int
  ) -> Int32 {
    if frame == .garbageCollection { return collection() }
    if let instruction { return index(of: frame, at: instruction, in: codes, numbered: reader) }
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
    frameOfInstruction[reader].removeAll()
    positions[reader].removeAll()
  }

  private mutating func index(
    of frame: RawFrame, at sight: InstructionSight, in codes: borrowing StackReader, numbered reader: Int
  ) -> Int32 {
    let key = CodeInstruction(code: frame.code, sight: sight)
    if let known = frameOfInstruction[reader][key] { return known }
    let object = codes.codeObjects[Int(frame.code)]
    let unit = Int(sight.unit)
    let names = codes.opcodes?.names ?? []
    let instruction = Instruction(
      offset: 2 * unit, opcode: sight.base.map { names[Int($0)] } ?? "",
      form: sight.form.map { names[Int($0)] } ?? "", span: span(of: unit, in: frame.code, object, reader))
    let function = function(of: object)
    let index = index(of: Frame(function: function, line: instruction.span.line, instruction: instruction))
    frameOfInstruction[reader][key] = index
    return index
  }

  private mutating func name(_ code: Int, _ unit: Int, _ object: CodeObject, _ reader: Int) -> Int32 {
    while frameOfUnit[reader].count <= code { frameOfUnit[reader].append([]) }
    if frameOfUnit[reader][code].isEmpty {
      frameOfUnit[reader][code] = [Int32](repeating: -1, count: object.lines.count)
    }
    let function = function(of: object)
    let index =
      if detail == .columns {
        index(of: Frame(function: function, at: span(of: unit, in: UInt32(code), object, reader)))
      } else {
        index(of: Frame(function: function, line: Self.line(of: unit, in: object)))
      }
    if unit < frameOfUnit[reader][code].count { frameOfUnit[reader][code][unit] = index }
    return index
  }

  private static func line(of unit: Int, in object: CodeObject) -> Int {
    unit < object.lines.count ? Int(object.lines[unit]) : object.firstLine
  }

  /// What a code unit was compiled from.
  private mutating func span(of unit: Int, in code: UInt32, _ object: CodeObject, _ reader: Int) -> SourceSpan {
    let positions = self.positions[reader][code] ?? object.positions
    self.positions[reader][code] = positions
    return SourceSpan(
      line: Self.line(of: unit, in: object), position: unit < positions.count ? positions[unit] : nil)
  }

  /// The index of the mark of a garbage collection.
  private mutating func collection() -> Int32 {
    if let collectionIndex { return collectionIndex }
    let index = index(of: Frame(function: function(.garbageCollection), line: 0))
    collectionIndex = index
    return index
  }

  private mutating func function(of object: CodeObject) -> Int {
    function(FunctionIdentity(qualifiedName: object.qualifiedName, file: object.file, firstLine: object.firstLine))
  }

  private mutating func function(_ identity: FunctionIdentity) -> Int {
    let function = functionIndices[identity] ?? functions.count
    if function == functions.count {
      functions.append(identity)
      functionIndices[identity] = function
    }
    return function
  }

  private mutating func index(of frame: Frame) -> Int32 {
    let index = frameIndices[frame] ?? Int32(frames.count)
    if index == frames.count {
      frames.append(frame)
      frameIndices[frame] = index
    }
    return index
  }
}

extension SourceSpan {
  /// The span of a code unit that is shown at a line, which is not always that of its position: what belongs to no line
  /// is shown at the one before.
  fileprivate init(line: Int, position: SourcePosition?) {
    guard let position, Int(position.line) == line, position.endLine >= position.line else {
      self.init(line: line)
      return
    }
    self.init(
      line: line, endLine: Int(position.endLine), column: position.column.map(Int.init),
      endColumn: position.endColumn.map(Int.init))
  }
}

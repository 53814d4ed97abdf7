import ProfileModel

/// The functions and frames of a binary profile of Python's own sampler.
struct BuiltInTables {
  private(set) var functions: [FunctionIdentity] = []
  private(set) var frames: [Frame] = []

  /// Of more there is no file.
  private static let largestTable = 1 << 26

  /// - Throws: `Malformed` when a table is not as its writer leaves it.
  init(strings: [UInt8], stringCount: Int, frames frameBytes: [UInt8], frameCount: Int) throws(ByteReader.Malformed) {
    guard stringCount <= strings.count, frameCount <= frameBytes.count, frameCount < Self.largestTable else {
      throw ByteReader.Malformed()
    }
    var reader = ByteReader(strings)
    var texts: [String] = []
    for _ in 0..<stringCount { texts.append(try reader.readText()) }
    var indices: [[String]: Int] = [:]
    reader = ByteReader(frameBytes)
    for _ in 0..<frameCount {
      let file = texts[try reader.readIndex(below: texts.count)]
      let name = texts[try reader.readIndex(below: texts.count)]
      let line = Int(clamping: max(0, try reader.readSigned()))
      // The end of the line, its columns, and the instruction.
      for _ in 0..<3 { _ = try reader.readSigned() }
      _ = try reader.readFixed(UInt8.self)
      let isCollection = name == FunctionIdentity.garbageCollection.qualifiedName
      let key = [name, isCollection ? "" : file]
      let function = indices[key] ?? functions.count
      if function == functions.count {
        indices[key] = function
        functions.append(FunctionIdentity(qualifiedName: name, file: key[1], firstLine: isCollection ? 0 : line))
      } else if line < functions[function].firstLine {
        // Where a function begins is not told; the first of its lines that ran is the nearest to it.
        functions[function].firstLine = line
      }
      frames.append(Frame(function: function, line: isCollection ? 0 : line))
    }
  }
}

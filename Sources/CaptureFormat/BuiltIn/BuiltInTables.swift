import ProfileModel

/// The functions and frames of a binary profile of Python's own sampler.
struct BuiltInTables {
  private(set) var functions: [FunctionIdentity] = []
  /// Each once; entries of the file may differ in what is left out of these.
  private(set) var frames: [Frame] = []
  /// By entry of the file, its place in `frames`.
  private(set) var places: [Int32] = []

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
    var frameIndices: [Frame: Int32] = [:]
    reader = ByteReader(frameBytes)
    for _ in 0..<frameCount {
      let file = texts[try reader.readIndex(below: texts.count)]
      let name = texts[try reader.readIndex(below: texts.count)]
      let span = try Self.readSpan(&reader)
      let line = span.line
      // The opcode, but not where its instruction stands.
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
      let frame = isCollection ? Frame(function: function, line: 0) : Frame(function: function, at: span)
      let place = frameIndices[frame] ?? Int32(frames.count)
      if place == frames.count {
        frames.append(frame)
        frameIndices[frame] = place
      }
      places.append(place)
    }
  }

  /// Lines and columns, of which the second are differences to the first; -1 where a first one is not known.
  private static func readSpan(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> SourceSpan {
    func read() throws(ByteReader.Malformed) -> Int { Int(Int32(clamping: try reader.readSigned())) }
    let line = max(0, try read())
    let endLine = max(line, line + (try read()))
    let column = try read()
    let endColumn = column + (try read())
    guard column >= 0 else { return SourceSpan(line: line) }
    return SourceSpan(line: line, endLine: endLine, column: column, endColumn: max(0, endColumn))
  }
}

import ProfileModel

/// What a source view needs beside the profile, in the form that `sources.js` reads.
///
/// Numbers and texts are those of `PackedBytes`. In this order:
/// - what is to be kept in mind where text is shown; empty for nothing
/// - own samples of each node, sparse, in the order of `ProfilePack`
/// - how finely frames are told apart: 0 by line, 1 by columns, 2 by instruction
/// - where that is not 0, for each frame what is told of it, by the same numbers; where that is not 0, its first column
///   + 1 or 0; the lines from the frame's to its last; the column behind its end in that + 1, or 0 (columns count units of
///   UTF-16 in lines as shown); and of an instruction: its offset in bytes, its opcode and its form (names from 1, 0 where
///   not known)
/// - names of opcodes
/// - for each of its files: why no text is shown (empty where it is), when the file was changed last (milliseconds since
///   1970, 0 where not known), the number of its lines
/// - what is left: gzip of each shown file's lines, each ended by a line feed
struct SourcePack: Sendable {
  private var beginning = PackedBytes()
  /// All lines that are shown.
  private var text: [UInt8] = []

  /// - Parameters:
  ///   - files: The profile's, in the order of `ProfilePack`.
  ///   - sources: What is shown of each of them.
  ///   - remark: What a reader has to keep in mind of all text.
  init(_ profile: Profile, files: [String], sources: [CheckedSource], remark: String) {
    beginning.append(remark)
    var samples: [Int] = []
    profile.walk { index, entering in
      if entering { samples.append(profile.nodes[index].own.samples) }
    }
    beginning.append(sparse: samples)
    appendParts(of: profile, Dictionary(uniqueKeysWithValues: zip(files, sources)))
    for source in sources {
      beginning.append(source.explanation)
      beginning.append(Int(source.changedAt.rawValue / 1_000_000))
      beginning.append(source.lines.count)
      for line in source.lines {
        text.append(contentsOf: line.utf8)
        text.append(UInt8(ascii: "\n"))
      }
    }
  }

  private mutating func appendParts(of profile: Profile, _ sources: [String: CheckedSource]) {
    let detail = profile.detail
    let opcodes = OpcodeNames(profile)
    beginning.append(detail.rawValue)
    if detail > .lines {
      // Code without a file has no lines to show, but instructions all the same.
      for frame in profile.frames { append(frame, opcodes, in: sources[profile.functions[frame.function].file]) }
    }
    beginning.append(opcodes.names.count)
    for name in opcodes.names { beginning.append(UntrustedText(name)) }
  }

  private mutating func append(_ frame: Frame, _ opcodes: OpcodeNames, in source: CheckedSource?) {
    beginning.append(frame.detail.rawValue)
    guard let span = frame.span else { return }
    let start = span.column.flatMap { source?.column(ofByte: $0, in: span.line) }
    let end = span.endColumn.flatMap { source?.column(ofByte: $0, in: span.endLine) }
    beginning.append(start.map { $0 + 1 } ?? 0)
    beginning.append(span.endLine - span.line)
    beginning.append(end.map { $0 + 1 } ?? 0)
    guard let instruction = frame.instruction else { return }
    beginning.append(instruction.offset)
    beginning.append(opcodes.number(of: instruction.opcode))
    beginning.append(opcodes.number(of: instruction.form))
  }

  /// - Parameter compress: Makes a gzip member of bytes.
  func packed<Failure>(
    compress: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> PackedBytes {
    var packed = beginning
    if !text.isEmpty { packed.append(raw: try compress(text)) }
    return packed
  }
}

import ProfileModel

/// What a source view needs beside the profile, in the form that `sources.js` reads.
///
/// Numbers and texts are those of `PackedBytes`. In this order:
/// - what is to be kept in mind where text is shown; empty for nothing
/// - own samples of each node, sparse, in the order of `ProfilePack`
/// - names of opcodes; where there are any, for each frame 0 or its instruction's offset in bytes + 1, and for an
///   instruction: its opcode and its form (names from 1, 0 where not known); its first column + 1 or 0; the lines from the
///   frame's to its last; the column behind its end in that + 1, or 0. Columns count units of UTF-16 in lines as shown.
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
    appendInstructions(of: profile, Dictionary(uniqueKeysWithValues: zip(files, sources)))
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

  private mutating func appendInstructions(of profile: Profile, _ sources: [String: CheckedSource]) {
    let opcodes = OpcodeNames(profile)
    beginning.append(opcodes.names.count)
    for name in opcodes.names { beginning.append(UntrustedText(name)) }
    guard !opcodes.names.isEmpty else { return }
    for frame in profile.frames {
      guard let instruction = frame.instruction else {
        beginning.append(0)
        continue
      }
      // Code without a file has no lines to show, but instructions all the same.
      append(instruction, opcodes, in: sources[profile.functions[frame.function].file])
    }
  }

  private mutating func append(_ instruction: Instruction, _ opcodes: OpcodeNames, in source: CheckedSource?) {
    let span = instruction.span
    let start = span.column.flatMap { source?.column(ofByte: $0, in: span.line) }
    let end = span.endColumn.flatMap { source?.column(ofByte: $0, in: span.endLine) }
    beginning.append(instruction.offset + 1)
    beginning.append(opcodes.number(of: instruction.opcode))
    beginning.append(opcodes.number(of: instruction.form))
    beginning.append(start.map { $0 + 1 } ?? 0)
    beginning.append(span.endLine - span.line)
    beginning.append(end.map { $0 + 1 } ?? 0)
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

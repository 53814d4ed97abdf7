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
  private(set) var packed = PackedBytes()
  /// All lines that are shown, to be compressed and put behind `packed`.
  private(set) var text: [UInt8] = []

  /// - Parameters:
  ///   - files: In the order of `ProfilePack`.
  ///   - sources: What there is of them; missing ones count as no file.
  ///   - remark: What a reader has to keep in mind of all text.
  init(_ profile: Profile, files: [String], sources: [String: SourceFile], remark: String) {
    packed.append(remark)
    var samples: [Int] = []
    profile.walk { index, entering in
      if entering { samples.append(profile.nodes[index].own.samples) }
    }
    packed.append(sparse: samples)
    let functions = Dictionary(grouping: profile.functions.indices) { profile.functions[$0].file }
    let frames = Dictionary(grouping: profile.frames.indices) { profile.functions[profile.frames[$0].function].file }
    var described = PackedBytes()
    var instructions = [PackedBytes](repeating: PackedBytes(), count: profile.frames.count)
    let opcodes = OpcodeNames(profile)
    for file in files {
      let own = (functions[file] ?? []).map { profile.functions[$0] }
      let sampled = frames[file] ?? []
      let lines = append(
        sources[file] ?? .noFile, functions: own, sampled: sampled.map { profile.frames[$0].line }, to: &described)
      for frame in sampled {
        guard let instruction = profile.frames[frame].instruction else { continue }
        Self.append(instruction, opcodes, in: lines, to: &instructions[frame])
      }
    }
    // Code without a file has no lines to show, but instructions all the same.
    for frame in frames[""] ?? [] {
      guard let instruction = profile.frames[frame].instruction else { continue }
      Self.append(instruction, opcodes, in: nil, to: &instructions[frame])
    }
    packed.append(opcodes.names.count)
    for name in opcodes.names { packed.append(UntrustedText(name)) }
    if !opcodes.names.isEmpty {
      for one in instructions {
        if one.bytes.isEmpty { packed.append(0) } else { packed.append(raw: one.bytes) }
      }
    }
    packed.append(raw: described.bytes)
  }

  /// - Returns: The lines, where they are shown.
  private mutating func append(
    _ source: SourceFile, functions: [FunctionIdentity], sampled: [Int], to described: inout PackedBytes
  ) -> SourceLines? {
    var explanation = source.explanation
    var shown: SourceLines?
    if case .text(let bytes, _) = source {
      let read = SourceLines(bytes)
      if let misfit = read.misfit(functions: functions, sampled: sampled) {
        explanation = "the file is not what ran: line \(misfit) of it is something else"
      } else {
        shown = read
      }
    }
    described.append(explanation)
    described.append(Int(source.changedAt.rawValue / 1_000_000))
    described.append(shown?.lines.count ?? 0)
    for line in shown?.lines ?? [] {
      text.append(contentsOf: line.utf8)
      text.append(UInt8(ascii: "\n"))
    }
    return shown
  }

  private static func append(
    _ instruction: Instruction, _ opcodes: OpcodeNames, in lines: SourceLines?, to pack: inout PackedBytes
  ) {
    let span = instruction.span
    let start = span.column.flatMap { lines?.column(ofByte: $0, in: span.line) }
    let end = span.endColumn.flatMap { lines?.column(ofByte: $0, in: span.endLine) }
    pack.append(instruction.offset + 1)
    pack.append(opcodes.number(of: instruction.opcode))
    pack.append(opcodes.number(of: instruction.form))
    pack.append(start.map { $0 + 1 } ?? 0)
    pack.append(span.endLine - span.line)
    pack.append(end.map { $0 + 1 } ?? 0)
  }
}

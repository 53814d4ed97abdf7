import ProfileModel

/// What a source view needs beside the profile, in the form that `sources.js` reads.
///
/// Numbers and texts are those of `PackedBytes`. In this order:
/// - what is to be kept in mind where text is shown; empty for nothing
/// - own samples of each node, sparse, in the order of `ProfilePack`
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
    let frames = Dictionary(grouping: profile.frames) { profile.functions[$0.function].file }
    for file in files {
      let own = (functions[file] ?? []).map { profile.functions[$0] }
      append(sources[file] ?? .noFile, functions: own, sampled: (frames[file] ?? []).map(\.line))
    }
  }

  private mutating func append(_ source: SourceFile, functions: [FunctionIdentity], sampled: [Int]) {
    var explanation = source.explanation
    var lines: [String] = []
    if case .text(let bytes, _) = source {
      let read = SourceLines(bytes)
      if let misfit = read.misfit(functions: functions, sampled: sampled) {
        explanation = "the file is not what ran: line \(misfit) of it is something else"
      } else {
        lines = read.lines
      }
    }
    packed.append(explanation)
    packed.append(Int(source.changedAt.rawValue / 1_000_000))
    packed.append(lines.count)
    for line in lines {
      text.append(contentsOf: line.utf8)
      text.append(UInt8(ascii: "\n"))
    }
  }
}

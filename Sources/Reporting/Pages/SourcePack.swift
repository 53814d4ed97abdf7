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
  private var beginning = PackedBytes()
  /// All lines that are shown.
  private var text: [UInt8] = []

  /// - Parameters:
  ///   - sources: Of the profile's files, in the order of `ProfilePack`.
  ///   - remark: What a reader has to keep in mind of all text.
  init(_ profile: Profile, sources: [CheckedSource], remark: String) {
    beginning.append(remark)
    var samples: [Int] = []
    profile.walk { index, entering in
      if entering { samples.append(profile.nodes[index].own.samples) }
    }
    beginning.append(sparse: samples)
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

  /// - Parameter compress: Makes a gzip member of bytes.
  func packed<Failure>(
    compress: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> PackedBytes {
    var packed = beginning
    if !text.isEmpty { packed.append(raw: try compress(text)) }
    return packed
  }
}

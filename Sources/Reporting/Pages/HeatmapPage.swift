package import ProfileModel

/// The lines of a program's source with what each costs, as one HTML document that needs no other file.
///
/// The document is made of `Sources/Pages/Heatmap`. Into it go the profile (`ProfilePack`) and the source (`SourcePack`);
/// all of it is in base64: nothing of the target stands in the document as text.
package struct HeatmapPage: Sendable {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let currentDirectory: String
  private let sources: [String: SourceFile]

  /// - Parameters:
  ///   - currentDirectory: Absolute; files below it are shown relative to it.
  ///   - sources: What there is of the profile's files, by `co_filename`.
  package init(
    _ profile: Profile, origin: RecordingOrigin, currentDirectory: String, sources: [String: SourceFile]
  ) {
    self.profile = profile
    self.origin = origin
    self.currentDirectory = currentDirectory
    self.sources = sources
  }

  /// Hands the page to `sink` piece by piece.
  ///
  /// - Parameter compress: Makes a gzip member of bytes.
  package func write<Failure>(
    compress: ([UInt8]) throws(Failure) -> [UInt8], to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var bytes: [UInt8] = []
    func drain(_ bytes: inout [UInt8]) throws(Failure) {
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    let head = PageHead(profile, origin: origin).json
    let profilePack = ProfilePack(profile, head: head, currentDirectory: currentDirectory)
    let checked = CheckedSource.all(of: profile, sources)
    let sourcePack = SourcePack(
      profile, files: profilePack.files, sources: profilePack.files.compactMap { checked[$0] },
      remark: origin.sourceRemark)
    bytes.write(EmbeddedHeatmap.opening)
    try profilePack.packed.writeBase64(into: &bytes, drain: drain)
    bytes.write(EmbeddedHeatmap.middle)
    try sourcePack.packed(compress: compress).writeBase64(into: &bytes, drain: drain)
    bytes.write(EmbeddedHeatmap.closing)
    try drain(&bytes)
  }
}

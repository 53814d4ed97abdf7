/// Timings as one HTML document, which loads nothing and needs no other file: verdicts, distributions before and after,
/// over time, and by thread where threads were told apart.
///
/// The document is made of `Sources/Pages/Timings`. Into it go the very documents that `--json` writes, so that its figures
/// are those; in base64, so that nothing of the target stands in it as text.
package struct TimingPage: Sendable {
  /// What was measured on one side, or of one file.
  package struct Document: Hashable, Sendable {
    /// What comparisons call it.
    package var title: String
    /// As `TimingJSON` writes it; another kind of file has no distributions to show.
    package var json: String

    package init(title: String, json: String) {
      self.title = title
      self.json = json
    }
  }

  private let documents: [Document]
  private let comparisons: [TimingComparison]

  /// - Parameters:
  ///   - documents: In the order of time, at least one: the last is what is shown where nothing is compared.
  ///   - comparisons: Of functions in them.
  package init(_ documents: [Document], comparisons: [TimingComparison]) {
    self.documents = documents
    self.comparisons = comparisons
  }

  package func write<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.append(contentsOf: EmbeddedTimings.opening.utf8)
    var timings = PackedBytes()
    timings.append(documents.count)
    for document in documents {
      timings.append(document.title)
      timings.append(document.json)
    }
    try timings.writeBase64(into: &bytes, drain: drain)
    bytes.append(contentsOf: EmbeddedTimings.middle.utf8)
    var changes = PackedBytes()
    changes.append(ComparisonJSON(comparisons).text)
    try changes.writeBase64(into: &bytes, drain: drain)
    bytes.append(contentsOf: EmbeddedTimings.closing.utf8)
    try drain(&bytes)
  }
}

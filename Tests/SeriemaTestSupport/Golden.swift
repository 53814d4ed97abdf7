// A static standard library comes without Testing, and then no test is built.
#if canImport(Testing)
  package import Foundation
  package import Testing

  /// A file that holds what a text must look like, to the byte.
  package struct Golden: Sendable {
    private let url: URL

    /// - Parameter url: The file, in the source tree.
    package init(_ url: URL) {
      self.url = url
    }

    /// Compares; with `SERIEMA_RECORD_GOLDENS=1` writes instead, and fails so that nobody takes it for a pass.
    package func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
      if ProcessInfo.processInfo.environment["SERIEMA_RECORD_GOLDENS"] == "1" {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        Issue.record("recorded \(url.lastPathComponent); read the diff", sourceLocation: sourceLocation)
        return
      }
      let expected = try String(contentsOf: url, encoding: .utf8)
      #expect(text == expected, "differs from \(url.lastPathComponent)", sourceLocation: sourceLocation)
    }
  }
#endif

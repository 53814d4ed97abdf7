import Foundation
import Testing

/// A file under `Goldens/` that holds what a report must look like, to the byte.
struct Golden {
  private let url: URL

  init(_ name: String) {
    url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).txt")
  }

  /// Compares; with `SERIEMA_RECORD_GOLDENS=1` writes instead, and fails so that nobody takes it for a pass.
  func check(_ lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = lines.map { $0 + "\n" }.joined()
    if ProcessInfo.processInfo.environment["SERIEMA_RECORD_GOLDENS"] == "1" {
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(url.lastPathComponent); read the diff", sourceLocation: sourceLocation)
      return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(text == expected, "differs from \(url.lastPathComponent)", sourceLocation: sourceLocation)
  }
}

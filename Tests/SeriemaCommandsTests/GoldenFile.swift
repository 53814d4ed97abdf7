import Foundation
import SeriemaTestSupport
import Testing

/// Compares with a file beside these tests.
func checkGolden(_ text: String, against name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  try Golden(folder.appending(path: name)).check(text + "\n", sourceLocation: sourceLocation)
}

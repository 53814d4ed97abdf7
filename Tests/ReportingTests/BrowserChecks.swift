import Foundation
import Testing

/// What `Browser/page_test.py` finds wrong with pages, in a headless Chromium.
enum BrowserChecks {
  /// - Parameters:
  ///   - checks: Names of checks, or of modules of them; none for all of the flame graph.
  ///   - folder: Where the pages are.
  static func run(_ checks: [String] = [], in folder: URL) throws {
    let output = Pipe()
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/page_test.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script.path, folder.path] + checks
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    print(said, terminator: "")
    #expect(process.terminationStatus == 0, "\(said)")
  }
}

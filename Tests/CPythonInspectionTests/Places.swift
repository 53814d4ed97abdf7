import Foundation
import SeriemaTestSupport

extension URL {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// A file of recorded facts.
  static func vectors(_ name: String) -> URL { folder.appending(path: "Vectors/\(name)") }
  /// A Python program to be read.
  static func program(_ name: String) -> URL { folder.appending(path: "Programs/\(name)") }
}

extension PythonInstallation {
  /// Runs a program of `Programs/` to its end.
  func inspect(_ program: String, _ arguments: [String]) throws -> ProcessOutcome {
    try RunningProcess(executable, ["-B", URL.program(program).path] + arguments).finish()
  }

  /// Starts a program of `Programs/` that says its stacks and waits.
  func converse(_ program: String, _ arguments: [String]) throws -> Conversation {
    try Conversation(executable, ["-B", URL.program(program).path] + arguments)
  }
}

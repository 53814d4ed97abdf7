import Foundation
import SeriemaTestSupport
import Testing

/// Another sampler, which stops the program for each sample so that its stacks are whole.
enum Peer {
  case pySpy
  /// Python's own, `profiling.sampling`.
  case standardLibrary

  /// py-spy does not read 3.15.
  init(for python: PythonInstallation) {
    self = python.version == "3.15" ? .standardLibrary : .pySpy
  }

  /// Watches a process for 2 s.
  func stacks(of process: RunningProcess, _ python: PythonInstallation) throws -> CollapsedStacks {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "stacks.txt")
    // Stopping takes the longer the deeper the stack is; at a low rate that hardly moves the shares.
    let common = ["-r", "250", "-d", "2", "-o", file.path]
    let outcome =
      switch self {
      case .pySpy:
        try RunningProcess(
          Repository.pythonPackages.appending(path: "bin/py-spy"),
          ["record", "--idle", "-f", "raw"] + common + ["-p", "\(process.id)"]
        ).finish()
      case .standardLibrary:
        try python.run(
          ["-m", "profiling.sampling", "attach", "--blocking", "--collapsed"] + common + ["\(process.id)"])
      }
    try #require(outcome.status == .exited(0), "\(outcome.text) \(outcome.error)")
    let text = try String(contentsOf: file, encoding: .utf8)
    return try CollapsedStacks(text.split(separator: "\n").map(line).joined(separator: "\n"))
  }

  /// A line with its frames as Seriema writes them; Python's sampler has `tid:…;file:function:line;…`.
  private func line(_ text: Substring) -> String {
    guard case .standardLibrary = self else { return String(text) }
    let frames = text.split(separator: ";").dropFirst().map { frame in
      frame.replacing(/^(.+):([^:]+):(\d+)/) { "\($0.2) (\($0.1):\($0.3))" }
    }
    return frames.joined(separator: ";")
  }
}

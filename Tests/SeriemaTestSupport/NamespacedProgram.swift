import Foundation

/// A program in namespaces of its own, made by unshare(1): only root may.
package final class NamespacedProgram {
  private let launcher: RunningProcess
  /// The program's id in our PID namespace.
  package let id: Int32

  /// Runs a shell script in new namespaces and waits until what it becomes says `READY`.
  ///
  /// - Parameters:
  ///   - namespaces: Options of unshare(1), such as `--mount`.
  ///   - script: Has to end with `exec` of the program.
  package init(
    _ namespaces: [String], script: String, arguments: [String], environment: [String: String?] = [:]
  ) throws {
    launcher = try RunningProcess(
      URL(filePath: "/usr/bin/unshare"),
      namespaces + ["--fork", "--kill-child", "/bin/sh", "-e", "-c", script, "sh"] + arguments, environment: environment
    )
    try launcher.waitForOutput("READY\n")
    let children = try String(contentsOfFile: "/proc/\(launcher.id)/task/\(launcher.id)/children", encoding: .utf8)
    guard let child = children.split(separator: " ").first.flatMap({ Int32($0) }) else {
      throw ProcessFailure(what: "has no child", output: Data(children.utf8), error: Data())
    }
    id = child
  }

  package var outputSoFar: String { launcher.outputSoFar }
}

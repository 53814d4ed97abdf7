package import Foundation

/// A copy of a file that will be executed.
package enum CopiedFile {
  /// Copies a file's bytes and mode, through another process.
  ///
  /// A file that any process has open for writing cannot be executed (`ETXTBSY`), and a process that another test starts
  /// meanwhile has, for a moment, all the files that this one has open.
  /// - Throws: `ProcessFailure`.
  package static func copy(_ file: URL, to copy: URL) throws {
    let outcome = try RunningProcess(URL(filePath: "/bin/cp"), ["-pL", file.path, copy.path]).finish()
    guard outcome.status == .exited(0) else {
      throw ProcessFailure(what: "did not copy", output: outcome.output, error: Data(outcome.error.utf8))
    }
  }
}

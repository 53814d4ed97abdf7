package import Foundation

/// A C program or library that a test compiles for itself.
package enum CProgram {
  /// Compiles a source of `Programs/` with the system's C compiler.
  ///
  /// - Throws: `ProcessFailure` with what the compiler says.
  package static func build(_ source: String, _ flags: [String] = [], into output: URL) throws {
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/cc"), ["-o", output.path, PythonInstallation.program(source)] + flags
    ).finish()
    guard outcome.status == .exited(0) else {
      throw ProcessFailure(what: "did not compile", output: outcome.output, error: Data(outcome.error.utf8))
    }
  }
}

extension PythonInstallation {
  /// What a program needs to embed this Python, where it has a shared library beside its headers.
  package var embeddingFlags: [String] {
    get throws {
      let prefix = try self.prefix.path
      return [
        "-I\(prefix)/include/python\(version)", "-L\(prefix)/lib", "-Wl,-rpath,\(prefix)/lib", "-lpython\(version)",
      ]
    }
  }

  /// `sys.prefix`, where no virtual environment is in between.
  package var prefix: URL {
    get throws { try executable.deletingLastPathComponent().deletingLastPathComponent() }
  }

  /// The shared library that holds this CPython; nil where the executable does.
  package var library: URL? {
    get throws {
      let file = try prefix.appending(path: "lib/libpython\(version).so.1.0")
      return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }
  }
}

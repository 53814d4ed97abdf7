package import Foundation

/// An interpreter under another name and in another place, with its own copy of the library that holds CPython.
package struct CopiedPython {
  package let executable: URL
  /// The file that CPython is in: a library, or the executable itself.
  package let object: URL
  /// What it needs to find its standard library and, if it has one, its shared library.
  package let environment: [String: String?]

  /// - Parameter name: The executable's, instead of `python3.x`; its library keeps the name that it is asked for by.
  package init(_ python: PythonInstallation, in folder: TemporaryFolder, name: String = "worker") throws {
    executable = folder.url.appending(path: name)
    try FileManager.default.copyItem(at: python.executable, to: executable)
    var environment: [String: String?] = ["PYTHONHOME": try python.prefix.path]
    if let library = try python.library {
      object = folder.url.appending(path: library.lastPathComponent)
      try FileManager.default.copyItem(at: library, to: object)
      environment["LD_LIBRARY_PATH"] = folder.url.path
    } else {
      object = executable
    }
    self.environment = environment
  }

  /// Starts a program of `Programs/` and waits until it says `READY`.
  package func start(_ program: String) throws -> RunningProcess {
    let process = try RunningProcess(executable, [PythonInstallation.program(program)], environment: environment)
    try process.waitForOutput("READY\n")
    return process
  }
}

package import Foundation
internal import LinuxProcess

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
    try CopiedFile.copy(python.executable, to: executable)
    var environment: [String: String?] = ["PYTHONHOME": try python.prefix.path]
    if let library = try python.library {
      object = folder.url.appending(path: library.lastPathComponent)
      try CopiedFile.copy(library, to: object)
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

extension CopiedPython {
  /// Writes another version word behind the cookie of 3.15's table of offsets.
  ///
  /// - Parameter version: `PY_VERSION_HEX`, the lowest byte first.
  package func renumber(to version: [UInt8]) throws {
    try changeTable { $0.replaceSubrange(8..<(8 + version.count), with: version) }
  }

  /// Changes the table of offsets that 3.15 publishes, `_Py_DebugOffsets`, in the file.
  package func changeTable(_ change: (inout [UInt8]) -> Void) throws {
    let cookie = Array("xdebugpy".utf8)
    var bytes = [UInt8](try Data(contentsOf: object))
    // The cookie stands in the code that checks for it, too; behind this one is a version word.
    var start = bytes.firstPosition(of: cookie)
    while let found = start, bytes[found + 11] != 3 { start = bytes.firstPosition(of: cookie, from: found + 1) }
    guard let start else { throw CocoaError(.fileReadCorruptFile) }
    var table = Array(bytes[start..<(start + 888)])
    change(&table)
    bytes.replaceSubrange(start..<(start + 888), with: table)
    let changed = object.appendingPathExtension("changed")
    try Data(bytes).write(to: changed)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: changed.path)
    try CopiedFile.copy(changed, to: object)
  }
}

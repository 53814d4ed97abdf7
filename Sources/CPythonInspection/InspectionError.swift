package import LinuxProcess

/// Why a process could not be read as a Python program.
package enum InspectionError: Error, Hashable, Sendable {
  case process(ProcessError)
  /// Nothing that it has mapped is a CPython; `executable` is what it runs.
  case notPython(ProcessID, executable: String)
  /// It is a CPython from before 3.8; the version where it could be found.
  case tooOld(ProcessID, PythonVersion?, executable: String)
  /// It has a CPython mapped in which no interpreter was started, or not yet; the version where it could be found.
  case notStarted(ProcessID, PythonVersion?)
  /// A CPython whose structures we have no table for.
  case unsupportedVersion(ProcessID, PythonVersion)
  /// A build without the GIL, where one is needed.
  case freeThreaded(ProcessID, PythonVersion)
  /// A version newer than any known, and the newest form of table leads to no code object in it.
  case unprovenLayout(ProcessID, PythonVersion)
  /// The table of offsets that it publishes contradicts itself: `field` lies at `offset`.
  case implausibleLayout(ProcessID, field: String, offset: UInt64)
}

extension InspectionError {
  /// It tells something of the program that stays true; the others are what any process looks like that begins or ends.
  package var saysWhy: Bool {
    switch self {
    case .tooOld, .unsupportedVersion, .freeThreaded, .unprovenLayout, .implausibleLayout, .process(.notPermitted): true
    case .notPython, .notStarted, .process: false
    }
  }
}

package import LinuxProcess

/// Why a process could not be read as a Python program.
package enum InspectionError: Error, Hashable, Sendable {
  case process(ProcessError)
  /// Nothing that it has mapped is a CPython; `executable` is what it runs.
  case notPython(ProcessID, executable: String)
  /// It is a CPython from before 3.8.
  case tooOld(ProcessID, executable: String)
  /// A CPython whose structures we have no table for.
  case unsupportedVersion(ProcessID, PythonVersion)
  /// A build without the GIL, whose objects are laid out differently.
  case freeThreaded(ProcessID, PythonVersion)
  /// The table of offsets that it publishes contradicts itself: `field` lies at `offset`.
  case implausibleLayout(ProcessID, field: String, offset: UInt64)
}

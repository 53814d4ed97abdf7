internal import LinuxProcess
internal import ProfileModel

/// How the source files of a program are found, and since when they must not have changed.
enum SourceOrigin: Sendable {
  /// We start it: it has our files, and our working directory at its start.
  case started
  /// It runs since this moment (since 1970-01-01 00:00 UTC), with our files or with its own.
  case running(ProcessID, sharesFiles: Bool, startedAt: Nanoseconds)
  /// It is told of by a recording.
  case recorded

  /// A process that runs now; one that has just ended could have read nothing that we see.
  static func running(_ process: ProcessID) -> SourceOrigin {
    let age = ProcessAge.nanoseconds(of: process).map { Nanoseconds(Int64(clamping: $0)) }
    return .running(
      process, sharesFiles: ProcessFiles.areShared(with: process), startedAt: age.map { .wallClock - $0 } ?? .zero)
  }
}

internal import CPythonInspection
internal import LinuxProcess

/// A process that somebody else started.
enum RunningTarget {
  /// A process younger than this may still be on its way to its first Python code, or be a shell's fork that will become
  /// the interpreter: `python app.py & seriema attach $!`.
  private static let youthNanoseconds: UInt64 = 1_000_000_000
  private static let pauseNanoseconds: UInt64 = 5_000_000

  /// Whether it can be attached to at all.
  ///
  /// - Throws: When there is no such process, or no longer.
  static func check(_ process: ProcessID) throws(Explanation) {
    do throws(ProcessError) {
      let status = try ProcessStatus(of: process)
      if status.process != process { throw .thread(process, of: status.process) }
      if status.state == "Z" || status.state == "X" { throw .zombie(process) }
    } catch {
      throw Explanation(error)
    }
  }

  /// Its CPython, which is waited for where the process has just begun.
  ///
  /// - Parameter needsGIL: A build without the GIL is of no use.
  static func runtime(of process: ProcessID, needsGIL: Bool = false) throws(Explanation) -> PythonRuntime {
    while true {
      do throws(InspectionError) {
        if let status = try? ProcessStatus(of: process), status.process != process {
          throw .process(.thread(process, of: status.process))
        }
        return try PythonRuntime(of: process, needsGIL: needsGIL)
      } catch {
        guard error.mayPass, let age = ProcessAge.nanoseconds(of: process), age < youthNanoseconds else {
          throw Explanation(error)
        }
      }
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + pauseNanoseconds)
    }
  }
}

extension InspectionError {
  /// It is what a process looks like that has not come so far.
  fileprivate var mayPass: Bool {
    switch self {
    case .notPython, .notStarted, .unprovenLayout, .implausibleLayout: true
    case .process, .tooOld, .unsupportedVersion, .freeThreaded: false
    }
  }
}

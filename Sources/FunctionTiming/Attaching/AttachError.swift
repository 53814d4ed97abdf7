package import LinuxProcess

/// Why a process that runs already could not be timed. `errno` is the system's number for the reason.
package enum AttachError: Error, Hashable, Sendable {
  case process(ProcessError)
  /// Nothing may be loaded into it by a stopped thread, because of these gates, nor by a script of its own.
  case notPermitted(AccessGates, ScriptObstacle?)
  case borrow(BorrowError)
  /// Its C library is musl, for which the agent is not built.
  case musl
  /// Nothing that it has mapped has what loading a library takes: a static program, or an unknown C library.
  case noLoader(missing: String)
  /// Its dynamic loader refused the agent, in its own words.
  case notLoaded(detail: String)
  /// The process could not make a memory file.
  case memoryFile(errno: Int32)
  /// What the process made for us could not be opened through `/proc/PID/fd`.
  case descriptor(errno: Int32)
  /// The agent is busy with another request.
  case busy
  case timing(TimingError)
}

extension AttachError {
  /// Runs what may fail in another module's words.
  static func borrowing<Value>(_ body: () throws(BorrowError) -> Value) throws(AttachError) -> Value {
    do throws(BorrowError) {
      return try body()
    } catch {
      throw .borrow(error)
    }
  }

  static func reading<Value>(_ body: () throws(ProcessError) -> Value) throws(AttachError) -> Value {
    do throws(ProcessError) {
      return try body()
    } catch {
      throw .process(error)
    }
  }

  static func preparing<Value: ~Copyable>(_ body: () throws(TimingError) -> Value) throws(AttachError) -> Value {
    do throws(TimingError) {
      return try body()
    } catch {
      throw .timing(error)
    }
  }
}

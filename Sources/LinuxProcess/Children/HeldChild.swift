internal import CLinux
internal import Glibc

/// A child that waits before it executes its program, so that whoever watches it can get ready.
package struct HeldChild: ~Copyable {
  package let id: ProcessID
  private let releaseEnd: Descriptor
  private let failureEnd: Descriptor

  /// Where a child runs.
  package struct Placement: Hashable, Sendable {
    /// Nil for our own.
    package var directory: String?
    /// Descriptors for its standard streams; nil for our own.
    package var input: Int32?
    package var output: Int32?
    package var error: Int32?
    /// It goes on by itself: no key of our terminal reaches it.
    package var isDetached: Bool

    package init(
      directory: String? = nil, input: Int32? = nil, output: Int32? = nil, error: Int32? = nil, isDetached: Bool = false
    ) {
      self.directory = directory
      self.input = input
      self.output = output
      self.error = error
      self.isDetached = isDetached
    }

    /// The folder is valid during `body`.
    fileprivate func withFields<Result>(_ body: (UnsafePointer<seriema_placement>) -> Result) -> Result {
      func call(_ directory: UnsafePointer<CChar>?) -> Result {
        var fields = unsafe seriema_placement(
          directory: directory, input: input ?? -1, output: output ?? -1, error: error ?? -1,
          detached: isDetached ? 1 : 0)
        // The structure and the text outlive the call.
        return unsafe withUnsafePointer(to: &fields) { unsafe body($0) }
      }
      guard let directory else { return call(nil) }
      return unsafe directory.withCString { unsafe call($0) }
    }
  }

  /// Forks. The child keeps our signal dispositions.
  ///
  /// - Parameters:
  ///   - path: The program; no search.
  ///   - arguments: With `argv[0]`.
  ///   - environment: `NAME=value`.
  ///   - descriptors: Open files that the program is to have under the same number.
  ///   - placement: Its folder and standard streams.
  /// - Throws: `.system` with the errno of fork or pipe.
  package init(
    path: String, arguments: [String], environment: [String], keeping descriptors: [Int32] = [],
    placement: Placement = Placement()
  ) throws(ProcessError) {
    var child = seriema_child()
    // Every list outlives the call; the child uses its own copy of our memory.
    let code = unsafe CStringList(arguments).withPointers { arguments in
      unsafe CStringList(environment).withPointers { environment in
        unsafe placement.withFields { placement in
          unsafe seriema_spawn_held(
            path, arguments, environment, descriptors, descriptors.count, placement, &child)
        }
      }
    }
    guard code == 0 else { throw .system(call: "fork", errno: -code) }
    id = ProcessID(child.process)
    releaseEnd = Descriptor(owning: child.release)
    failureEnd = Descriptor(owning: child.failure)
  }

  /// Lets the child execute its program, and waits until it has begun to.
  ///
  /// - Throws: `.system` with the errno of execve(2) when it could not; the child has ended then.
  package func release() throws(ProcessError) {
    var go: UInt8 = 1
    guard unsafe write(releaseEnd.rawValue, &go, 1) == 1 else { throw .system(call: "write", errno: errno) }
    var failure: Int32 = 0
    var count = 0
    repeat {
      count = unsafe read(failureEnd.rawValue, &failure, MemoryLayout<Int32>.size)
    } while count < 0 && errno == EINTR
    if count == MemoryLayout<Int32>.size { throw .system(call: "execve", errno: failure) }
  }

  /// Waits until the child has ended and collects it.
  ///
  /// - Throws: `.system` when somebody else has collected it.
  package func waitForExit() throws(ProcessError) -> ExitStatus {
    var result = seriema_exit()
    let code = unsafe seriema_wait_exit(id.rawValue, &result)
    guard code == 0 else { throw .system(call: "waitid", errno: -code) }
    return result.signalled == 1 ? .signalled(result.status) : .exited(result.status)
  }
}

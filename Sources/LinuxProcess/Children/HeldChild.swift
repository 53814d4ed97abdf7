internal import CLinux
internal import Glibc

/// A child that waits before it executes its program, so that whoever watches it can get ready.
package struct HeldChild: ~Copyable {
  package let id: ProcessID
  private let releaseEnd: Descriptor
  private let failureEnd: Descriptor

  /// Forks. The child keeps our standard streams, signal dispositions and working directory.
  ///
  /// - Parameters:
  ///   - path: The program; no search.
  ///   - arguments: With `argv[0]`.
  ///   - environment: `NAME=value`.
  ///   - descriptors: Open files that the program is to have under the same number.
  /// - Throws: `.system` with the errno of fork or pipe.
  package init(
    path: String, arguments: [String], environment: [String], keeping descriptors: [Int32] = []
  ) throws(ProcessError) {
    var child = seriema_child()
    // Every list outlives the call; the child uses its own copy of our memory.
    let code = unsafe CStringList(arguments).withPointers { arguments in
      unsafe CStringList(environment).withPointers { environment in
        unsafe seriema_spawn_held(path, arguments, environment, descriptors, descriptors.count, &child)
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

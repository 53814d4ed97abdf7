import Foundation
internal import LinuxProcess

/// A child with the signals and descriptors of a program that a shell starts.
///
/// Foundation's `Process` hands on the blocked signals of whichever thread it is called on, a descriptor of its own, and
/// a process group: all things that the programs under test can see.
struct SpawnedChild: Sendable {
  let id: pid_t

  /// - Parameter descriptors: What become its descriptors 0, 1 and 2.
  init(
    _ executable: URL, _ arguments: [String], environment: [String: String], directory: URL?, descriptors: [Int32]
  ) throws {
    // The spawn attribute for the folder is not imported; env(1) becomes the program in it.
    let command = (directory.map { ["/usr/bin/env", "-C", $0.path] } ?? []) + [executable.path] + arguments
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    for (place, descriptor) in descriptors.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
    }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var child: pid_t = 0
    let variables = environment.map { "\($0.key)=\($0.value)" }
    var status: Int32 = 0
    // A file that was just copied stays busy while a child that another thread started meanwhile has not come to exec.
    for _ in 0..<200 {
      status = CloseOnExec.withNothingInherited {
        unsafe withCStrings(command) { words in
          unsafe withCStrings(variables) { variables in
            unsafe posix_spawn(&child, command[0], &actions, &attributes, words, variables)
          }
        }
      }
      guard status == ETXTBSY else { break }
      usleep(5000)
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EINVAL) }
    id = child
  }

  /// Waits for its end on the calling thread; to be called once.
  func wait() -> ProcessOutcome.Status {
    // Not by waiting for it at once: any wait takes the stops of a child that another thread of ours traces.
    if let watch = try? ProcessExitWatch(of: ProcessID(id)) { _ = watch.wait(milliseconds: -1) }
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    // wait(2)'s macros, which are not imported.
    return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
  }
}

/// Lends the strings as C has them: a list that ends in a null pointer.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
  return unsafe body(&pointers)
}

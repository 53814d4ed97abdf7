/// What a thread that sleeps in `futex` waits for.
package enum FutexWait: Hashable, Sendable {
  /// The word at this address.
  case at(RemoteAddress)
  /// It runs, or is in another system call or none.
  case none

  /// From `/proc/PID/task/TID/syscall`: the call's number and arguments in hexadecimal, or `running`.
  ///
  /// Source: proc_pid_syscall(5), futex(2).
  /// - Returns: nil where the kernel does not tell: it wants the permission that ptrace wants, and support for it.
  package init?(of thread: ThreadID, in process: ProcessID) {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/task/\(thread)/syscall").readAll() else {
      return nil
    }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  init(text: String) {
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count > 1, words[0] == Self.number, words[1].hasPrefix("0x"),
      let address = UInt64(words[1].dropFirst(2), radix: 16)
    else {
      self = .none
      return
    }
    self = .at(RemoteAddress(address))
  }

  /// Source: `__NR_futex` of the kernel's `arch/x86/entry/syscalls/syscall_64.tbl` and `asm-generic/unistd.h`.
  #if arch(x86_64)
    static let number = "202"
  #else
    static let number = "98"
  #endif
}

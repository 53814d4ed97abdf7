internal import Glibc

/// Turns a refusal of the kernel into the facts that explain it.
package enum ProcessAccess {
  /// The error for a call on `process` that failed with `number`.
  package static func error(_ number: Int32, from call: String, on process: ProcessID) -> ProcessError {
    switch number {
    case ESRCH, ENOENT: .exited(process)
    case EPERM, EACCES: .notPermitted(facts(on: process))
    default: .system(call: call, errno: number)
    }
  }

  /// What decides whether we may look into `process`, as far as it can be seen.
  package static func facts(on process: ProcessID) -> ProcessError.AccessFacts {
    let status = try? ProcessStatus(of: process)
    return ProcessError.AccessFacts(
      process: process, ownUser: geteuid(), targetUser: status?.user, yamaScope: yamaScope(), tracer: status?.tracer)
  }

  private static func yamaScope() -> Int? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/sys/kernel/yama/ptrace_scope").readAll() else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self).filter(\.isNumber))
  }
}

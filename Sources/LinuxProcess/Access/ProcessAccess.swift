internal import CLinux
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
  package static func facts(on process: ProcessID) -> AccessFacts {
    var facts = AccessFacts(process: process, ownUser: getuid())
    facts.ownGroup = getgid()
    facts.yamaScope = yamaScope()
    facts.isInNestedUserNamespace = isInNestedUserNamespace()
    if let own = ProcessStatus.own() {
      facts.ownCapabilities = own.effectiveCapabilities
      facts.hasNoNewPrivileges = own.hasNoNewPrivileges
      facts.isFiltered = own.isFiltered
      if own.isFiltered { facts.refusedCalls = LookingCall.refused }
    }
    guard let status = try? ProcessStatus(of: process) else { return facts }
    // Real, effective and saved ids all count, and those for files do not.
    facts.targetUser = status.users.prefix(3).first { $0 != facts.ownUser } ?? status.users.first
    facts.targetGroup = status.groups.prefix(3).first { $0 != facts.ownGroup } ?? status.groups.first
    facts.targetCapabilities = status.permittedCapabilities
    facts.isDumpable = isDumpable(process, status)
    facts.isDescendant = isDescendant(status)
    facts.tracer = status.tracer
    facts.tracerName = status.tracer.flatMap { name(of: $0) }
    facts.isTargetFiltered = status.isFiltered
    facts.sharesUserNamespace = shares("user", process)
    facts.sharesMountNamespace = shares("mnt", process)
    facts.sharesProcessNamespace = shares("pid", process) ?? (status.namespaceIDs.count == 1 ? true : false)
    return facts
  }

  /// Whether a process is in our namespace of a kind; nil where we may not see it.
  ///
  /// Source: namespaces(7), `/proc/PID/ns`.
  private static func shares(_ kind: String, _ process: ProcessID) -> Bool? {
    guard let own = ProcessFiles.link("/proc/self/ns/\(kind)"),
      let other = ProcessFiles.link("/proc/\(process)/ns/\(kind)")
    else { return nil }
    return own == other
  }

  private static func yamaScope() -> Int? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/sys/kernel/yama/ptrace_scope").readAll() else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self).filter(\.isNumber))
  }

  /// The kernel gives the files of a process that is not dumpable to root.
  private static func isDumpable(_ process: ProcessID, _ status: ProcessStatus) -> Bool? {
    guard status.users.count > 1, status.users[1] != 0 else { return nil }
    var information = stat()
    guard unsafe stat("/proc/\(process)/maps", &information) == 0 else { return nil }
    return information.st_uid == status.users[1]
  }

  private static func isDescendant(_ status: ProcessStatus) -> Bool {
    var parent = status.parent
    // Parents end at 1, or at 0 in a namespace; the limit is for lists that change as they are read.
    for _ in 0..<256 where parent.rawValue > 1 {
      if parent.rawValue == getpid() { return true }
      guard let next = try? ProcessStatus(of: parent) else { return false }
      parent = next.parent
    }
    return false
  }

  /// The machine's own user namespace maps every id to itself.
  private static func isInNestedUserNamespace() -> Bool {
    guard let bytes = try? Descriptor(readingFrom: "/proc/self/uid_map").readAll() else { return false }
    let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return numbers != ["0", "0", "4294967295"]
  }

  private static func name(of process: ProcessID) -> String? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/comm").readAll() else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}

internal import Glibc

/// What `/proc/PID/status` says of a process, or of one thread.
package struct ProcessStatus: Hashable, Sendable {
  /// `State`: `R`, `S`, `D`, `T`, `Z` and others of proc(5).
  package var state: Character
  /// `Uid` and `Gid`: real, effective, saved and file-system id.
  package var users: [UInt32]
  package var groups: [UInt32]
  /// `CapPrm` and `CapEff`: a bit for each capability of capabilities(7).
  package var permittedCapabilities: UInt64
  package var effectiveCapabilities: UInt64
  /// `NoNewPrivs`: it gains nothing from set-user-id programs, such as sudo.
  package var hasNoNewPrivileges: Bool
  /// `Seccomp` is not 0: some system calls are refused to it.
  package var isFiltered: Bool
  /// `Seccomp_filters`: how many filters it and its ancestors have put upon it; at least 1 where there are any.
  package var filterCount: Int
  /// `Tgid`: the process, where this is one of its threads.
  package var process: ProcessID
  /// `TracerPid`; nil when nobody traces it.
  package var tracer: ProcessID?
  package var parent: ProcessID
  /// `NSpid`: its id in our PID namespace and in each that is nested in it, down to its own.
  package var namespaceIDs: [Int32]

  /// Real user id.
  package var user: UInt32 { users.first ?? 0 }

  /// - Throws: `.noSuchProcess` when there is none.
  package init(of process: ProcessID) throws(ProcessError) {
    do throws(ProcessError) {
      self.init(parsing: try Descriptor(readingFrom: "/proc/\(process)/status").readAll())
    } catch .system(_, let number) where number == ENOENT || number == ESRCH {
      throw .noSuchProcess(process)
    }
  }

  /// Of ourselves.
  package static func own() -> ProcessStatus? {
    try? ProcessStatus(of: ProcessID(getpid()))
  }

  /// Reads the text of a status file; what is missing is 0.
  package init(parsing bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    // Bytes, because this is done at every start: as text it took ten times as long.
    func words(_ name: String) -> [Substring] {
      let start = Array("\(name):".utf8)
      guard let line = lines.first(where: { $0.starts(with: start) }) else { return [] }
      return line.dropFirst(start.count).split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
        .map { Substring(decoding: $0, as: UTF8.self) }
    }
    func numbers(_ name: String, radix: Int = 10) -> [UInt64] {
      words(name).map { UInt64($0, radix: radix) ?? 0 }
    }
    func processes(_ name: String) -> [Int32] { numbers(name).map(Int32.init(truncatingIfNeeded:)) }
    state = words("State").first?.first ?? "?"
    users = numbers("Uid").map(UInt32.init(truncatingIfNeeded:))
    groups = numbers("Gid").map(UInt32.init(truncatingIfNeeded:))
    permittedCapabilities = numbers("CapPrm", radix: 16).first ?? 0
    effectiveCapabilities = numbers("CapEff", radix: 16).first ?? 0
    hasNoNewPrivileges = numbers("NoNewPrivs").first == 1
    isFiltered = numbers("Seccomp").contains { $0 != 0 }
    // Linux before 5.9 does not count them.
    filterCount = numbers("Seccomp_filters").first.map(Int.init(truncatingIfNeeded:)) ?? (isFiltered ? 1 : 0)
    process = ProcessID(processes("Tgid").first ?? 0)
    tracer = processes("TracerPid").first.flatMap { $0 > 0 ? ProcessID($0) : nil }
    parent = ProcessID(processes("PPid").first ?? 0)
    namespaceIDs = processes("NSpid")
  }

  /// Whether a process has ended, collected by its parent or not.
  ///
  /// While it executes another program a process has no memory for a moment and looks like one that is gone.
  package static func hasEnded(_ process: ProcessID) -> Bool {
    guard let status = try? ProcessStatus(of: process) else { return true }
    return status.state == "Z" || status.state == "X"
  }
}

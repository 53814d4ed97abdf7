internal import CLinux
internal import Glibc

/// How long ago processes were started.
package enum ProcessAge {
  /// Nanoseconds since the process was forked, in steps of a clock tick (10 ms); nil when it is gone.
  ///
  /// Source: `starttime`, field 22 of `/proc/PID/stat`, in clock ticks since boot; proc(5).
  package static func nanoseconds(of process: ProcessID) -> UInt64? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/stat").readAll(),
      // The name may hold anything, `)` too: the last one ends it, and field 3 follows.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[bytes.index(after: end)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 19, let ticks = UInt64(String(decoding: fields[19], as: UTF8.self)) else { return nil }
    let ticksPerSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
    let (started, overflow) = ticks.multipliedReportingOverflow(by: 1_000_000_000 / ticksPerSecond)
    let now = seriema_boottime_ns()
    return overflow || started > now ? 0 : now - started
  }
}

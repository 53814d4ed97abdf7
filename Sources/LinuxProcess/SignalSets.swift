/// Which signals a process handles itself: a bit each, the lowest for signal 1.
///
/// Source: `SigCgt` of `/proc/PID/status`, proc(5).
struct SignalSets: Hashable, Sendable {
  let handled: UInt64

  /// - Returns: nil when the process is gone.
  init?(of process: ProcessID) {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/status").readAll() else { return nil }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
    guard let text = line?.dropFirst("SigCgt:".count).drop(while: \.isWhitespace), let set = UInt64(text, radix: 16)
    else { return nil }
    handled = set
  }
}

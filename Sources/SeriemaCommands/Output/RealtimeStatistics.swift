internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// What sampling comes to, while it goes on: one line that changes on a terminal, else a line every second.
struct RealtimeStatistics {
  private let isTerminal = StandardError().terminal.isTerminal
  private let width = StandardError().terminal.width
  private var statistics = SamplingStatistics()
  private var shownAt = MonotonicClock.nowNanoseconds

  /// How often it is looked whether sampling has ended.
  private static let pauseNanoseconds: UInt64 = 20_000_000
  private static let terminalNanoseconds: UInt64 = 250_000_000
  private static let lineNanoseconds: UInt64 = 1_000_000_000

  /// Waits for a moment, and shows the latest if it is time to.
  mutating func show(_ ledger: Ledger?) {
    let now = MonotonicClock.nowNanoseconds
    if let ledger, now &- shownAt >= (isTerminal ? Self.terminalNanoseconds : Self.lineNanoseconds) {
      shownAt = now
      statistics.update(ledger)
      StandardError().writeRaw(
        isTerminal ? "\r\u{1b}[K" + statistics.line(width: (width ?? 80) - 1) : statistics.line() + "\n")
    }
    MonotonicClock.sleep(untilNanoseconds: now + Self.pauseNanoseconds)
  }

  func end() {
    if isTerminal { StandardError().writeRaw("\r\u{1b}[K") }
  }
}

internal import Glibc
internal import LinuxProcess
internal import Reporting

/// A line on the terminal that says how much of the captures has been read, once that takes long.
final class ReplayProgress {
  private let total: Int
  private let isShown: Bool
  private let began = MonotonicClock.nowNanoseconds
  private var shownAt: UInt64 = 0
  private var finished = 0
  private var current: (file: CaptureFile, offset: Int)?

  private static let patienceNanoseconds: UInt64 = 1_000_000_000
  private static let pauseNanoseconds: UInt64 = 100_000_000

  init(_ files: [CaptureFile]) {
    total = files.reduce(0) { $0 + $1.size }
    isShown = StandardError().terminal.isTerminal && total > 0
  }

  func show(_ file: CaptureFile, at offset: Int) {
    guard isShown else { return }
    if let current, current.file !== file { finished += current.offset }
    current = (file, offset)
    let now = MonotonicClock.nowNanoseconds
    guard now &- began > Self.patienceNanoseconds, now &- shownAt > Self.pauseNanoseconds else { return }
    shownAt = now
    let share = Double(finished + offset) / Double(total)
    StandardError().writeRaw("\r\u{1b}[Kreading: \(String(percent: min(1, share), decimals: 1)) %")
  }

  func clear() {
    if shownAt > 0 { StandardError().writeRaw("\r\u{1b}[K") }
  }
}

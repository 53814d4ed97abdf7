package import ProfileModel

/// The ledger of a sampling that goes on, in one line: the rate since the last look, its extremes, and the counts so far.
package struct SamplingStatistics: Sendable {
  private var last = Ledger()
  /// In ticks a second, over each stretch between two looks.
  private var rate = 0.0
  private var lowest = Double.infinity
  private var highest = 0.0

  package init() {}

  package mutating func update(_ ledger: Ledger) {
    let time = ledger.elapsed - last.elapsed
    if time > .zero {
      rate = Double(ledger.ticksTaken - last.ticksTaken) / time.seconds
      lowest = min(lowest, rate)
      highest = max(highest, rate)
    }
    last = ledger
  }

  package var line: String {
    let extremes = lowest <= highest ? " (min \(String(rate: lowest)), max \(String(rate: highest)))" : ""
    let counts = [
      ("late", last.ticksLate), ("missed", last.ticksMissed), ("partial", last.partial), ("failed", last.failed),
    ].map { "\($0) \(String(count: $1))" }
    let stopped = String(percent: last.stoppedTime.share(of: last.elapsed), decimals: 2)
    let parts =
      ["rate \(String(rate: rate))\(extremes)"] + counts
      + ["stopped \(stopped) %", "own CPU \(String(percent: last.ownCPUShare)) %"]
    return parts.joined(separator: " · ")
  }
}

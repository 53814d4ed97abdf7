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

  /// - Parameter width: Cells that the line may take; the extremes are left out where it is too narrow for them.
  package func line(width: Int? = nil) -> String {
    let stopped = String(percent: last.stoppedTime.share(of: last.elapsed), decimals: 2)
    let shares = ["own CPU \(String(percent: last.ownCPUShare)) %", "stopped \(stopped) %"]
    let counts = [
      ("late", last.ticksLate), ("missed", last.ticksMissed), ("partial", last.partial), ("failed", last.failed),
    ].map { "\($0) \(String(count: $1))" }
    let short = "rate \(String(rate: rate))"
    let rest = [""] + shares + counts
    let extremes = lowest <= highest ? " (min \(String(rate: lowest)), max \(String(rate: highest)))" : ""
    let line = ([short + extremes] + rest.dropFirst()).joined(separator: " · ")
    guard let width, line.cellWidth > width else { return line }
    return String((short + rest.joined(separator: " · ")).prefix(width))
  }
}

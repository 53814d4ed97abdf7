extension Ledger {
  /// Adds the account of another recording, as if one had followed the other; in any order.
  package mutating func merge(_ other: Ledger) {
    wantedRate = max(wantedRate, other.wantedRate)
    elapsed = elapsed + other.elapsed
    ticksWanted += other.ticksWanted
    ticksTaken += other.ticksTaken
    ticksLate += other.ticksLate
    ticksYielded += other.ticksYielded
    complete += other.complete
    partial += other.partial
    deferred += other.deferred
    effective += other.effective
    failed += other.failed
    stopped += other.stopped
    refused += other.refused
    stoppedTime = stoppedTime + other.stoppedTime
    ownCPU = ownCPU + other.ownCPU
    tellsLosses = tellsLosses && other.tellsLosses
    reasons.merge(other.reasons) { $0 + $1 }
  }
}

internal import CPythonInspection
internal import ProfileModel

/// Counts of the sampling loop, kept as plain numbers and put into words at the end.
struct SampleCounts {
  /// Ticks in which the process could be read.
  var ticks = 0
  var refused = 0
  var complete = 0
  var moved = 0
  var stopped = 0
  var deferred = 0
  var unreadable = 0
  var tooDeep = 0
  var brokenFrames = 0
  var effective = EffectiveSamples()
  /// Samples whose thread's CPU time could not be read.
  var untimed = 0
  /// Samples of which it is not known whether they belong into the profile.
  var undecided = 0

  mutating func count(_ reason: StackOutcome.Reason) {
    switch reason {
    case .unreadable: unreadable += 1
    case .tooDeep: tooDeep += 1
    case .brokenFrame: brokenFrames += 1
    }
  }

  /// Adds what the counts say.
  func enter(into ledger: inout Ledger) {
    ledger.complete += complete
    ledger.partial += moved
    ledger.failed += unreadable + tooDeep + brokenFrames + untimed + undecided
    ledger.refused += refused
    ledger.stopped += stopped
    ledger.deferred += deferred
    ledger.effective += effective
    let reasons = [
      "stack was changing as it was read": moved, "thread ended or its memory was gone": unreadable,
      "more frames than can be": tooDeep, "frame without code": brokenFrames, "CPU time could not be read": untimed,
      "not known whether there was an exception": undecided,
    ]
    ledger.reasons.merge(reasons.filter { $0.value > 0 }) { $0 + $1 }
  }
}

/// What became of the samples that were wanted: the account that every report carries.
///
/// A sample is one thread's stack at one tick, so a tick of a process with three threads wants three.
package struct Ledger: Hashable, Sendable {
  /// Rate asked for, in ticks a second.
  package var wantedRate: Double = 0
  /// From the first tick to the last.
  package var elapsed = Nanoseconds.zero
  /// Ticks that the schedule had, taken and missed.
  package var ticksWanted = 0
  /// Ticks that were served.
  package var ticksTaken = 0
  /// Ticks that were served more than half an interval late; they are among `ticksTaken`.
  package var ticksLate = 0
  /// Ticks that were left out because stopping for them would have been over the budget.
  package var ticksYielded = 0
  /// Stacks read whole and proven to have existed.
  package var complete = 0
  /// Stacks of which only the outer frames could be proven; marked as cut in the profile.
  package var partial = 0
  /// Stacks of a thread that calls and returns too often to be read while it runs, when the budget for stopping it was
  /// spent. Their time is counted with the next sample of the same thread that was read standing still, or the last one:
  /// which of those wanted that is, is a matter of chance.
  package var deferred = 0
  /// What the samples say together: they stand for different times, those of the deferred ones included.
  package var effective = EffectiveSamples()
  /// Stacks that could not be read at all.
  package var failed = 0
  /// Stacks that were read while their thread was stopped, among `complete`.
  package var stopped = 0
  /// Stops that the kernel refused, such as where another tracer has the thread.
  package var refused = 0
  /// How long threads stood still for that.
  package var stoppedTime = Nanoseconds.zero
  /// CPU time that the profiler itself used while sampling.
  package var ownCPU = Nanoseconds.zero
  /// Whether it is known what became of samples that are not there; false for recordings of other programs that do not
  /// tell what was partial, failed or late, nor what they used themselves.
  package var tellsLosses = true
  /// Why samples were partial or failed, by reason, in the words of the report.
  package var reasons: [String: Int] = [:]

  package init() {}

  /// Ticks for which it was too late; those that were left out on purpose are not among them.
  package var ticksMissed: Int { max(0, ticksWanted - ticksTaken - ticksYielded) }
  /// Samples that are in the profile.
  package var taken: Int { complete + partial }
  /// Ticks served a second.
  package var reachedRate: Double {
    elapsed.rawValue > 0 ? Double(ticksTaken) / elapsed.seconds : 0
  }
  /// The profiler's CPU time as a share of the elapsed time, 0 … number of cores.
  package var ownCPUShare: Double {
    elapsed.rawValue > 0 ? ownCPU.seconds / elapsed.seconds : 0
  }
}

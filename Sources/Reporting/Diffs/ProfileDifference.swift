package import ProfileModel
import Statistics

/// What changed from one profile to another, and what is only the noise of sampling.
///
/// Two runs of the same code take different times, since machines do: so a function's time is compared with what it would
/// be if it had changed as the others have (`pace`). It has changed where its own time differs from that by more than
/// sampling explains, and by at least one per cent of all time.
package struct ProfileDifference: Sendable {
  package struct Row: Hashable, Sendable {
    package var change: FunctionChange
    /// Of the time in the function itself.
    package var own: Estimate
    /// Of the time in it and in what it calls.
    package var total: Estimate
  }

  package let base: Profile
  package let new: Profile
  /// The median over functions of how their own times changed, as a ratio; 1 for none.
  package var pace: Double { expectation.pace.ratio }
  /// What changed in itself stands first, and in both parts what differs most.
  package let rows: [Row]
  let expectation: Expectation

  private static let leastShare = 0.01
  /// Together the functions of unchanged programs are called changed in less than one comparison of twenty: the estimate of
  /// the pace makes their errors depend on each other, so that each has to be surer than that.
  private static let significance = 0.02

  package init(from base: Profile, to new: Profile) {
    self.base = base
    self.new = new
    let changes = FunctionPairing.changes(from: base, to: new)
    let (oldTime, newTime) = (base.total.time, new.total.time)
    let (before, now) = (SamplingError(base), SamplingError(new))
    let pace = Pace(changes, oldTime: oldTime, newTime: newTime, before, now)
    expectation = Expectation(pace: pace, before: before, now: now)
    let least = Self.leastShare * max(newTime.seconds, pace.ratio * oldTime.seconds)
    let own = Self.estimates(of: changes, \.own, expectation, least: least)
    let total = Self.estimates(of: changes, \.total, expectation, least: least)
    rows = changes.indices.map { Row(change: changes[$0], own: own[$0], total: total[$0]) }
      .sorted { Self.order($0) < Self.order($1) }
  }

  /// - Parameter least: Seconds by which a time has to differ.
  private static func estimates(
    of changes: [FunctionChange], _ weight: KeyPath<FunctionSummary, Weight>, _ expectation: Expectation, least: Double
  ) -> [Estimate] {
    var estimates: [Estimate] = []
    var significances: [Double] = []
    for change in changes {
      let (excess, error) = expectation.change(
        from: change.base?[keyPath: weight].time ?? .zero, to: change.new?[keyPath: weight].time ?? .zero)
      estimates.append(
        Estimate(
          excess: Nanoseconds(seconds: excess),
          uncertainty: Nanoseconds(seconds: error * NormalDistribution.quantile(0.975)), verdict: .none))
      significances.append(
        error > 0 ? 2 * NormalDistribution.cumulative(-abs(excess) / error) : excess == 0 ? 1 : 0)
    }
    for (index, corrected) in HolmCorrection.corrected(significances).enumerated() where corrected < significance {
      estimates[index].verdict = verdict(of: changes[index], estimates[index].excess, least: least)
    }
    return estimates
  }

  private static func verdict(of change: FunctionChange, _ excess: Nanoseconds, least: Double) -> Verdict {
    if change.base == nil { return .new }
    if change.new == nil { return .gone }
    guard abs(excess.seconds) >= least else { return .none }
    return excess > .zero ? .more : .less
  }

  private static func order(_ row: Row) -> (Int, Int64, String, String, Int) {
    let function = row.change.function
    return (
      row.own.verdict == .none ? 1 : 0, -abs(row.own.excess.rawValue), function.qualifiedName, function.file,
      function.firstLine
    )
  }
}

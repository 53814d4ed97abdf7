internal import Glibc

/// A ratio of two times, how sure it is, and what it means.
///
/// Ratios are compared by their logarithms, so that twice as fast and twice as slow are equally far from no change. The
/// figures given out are shares of the old time: 0.05 is 5 % more.
package struct Change: Sendable {
  /// Of the new time above the old.
  package let estimate: Double
  /// Nil when there are too few values.
  package let interval: Interval?
  package let verdict: Verdict
  /// The smallest change that would be told with 80 % certainty from as many values as these.
  package let detectable: Double?
  /// How many values each side has.
  package let count: Int

  /// How changes are judged.
  package struct Criteria: Hashable, Sendable {
    /// What is no change, as a share: between 1 − band and 1 + band.
    package var band: Double
    package var level: Double
    /// The half-width that is wanted where nothing can be told yet, as a share.
    package var goal: Double

    package init(band: Double = 0.01, level: Double = 0.95, goal: Double = 0.02) {
      self.band = band
      self.level = level
      self.goal = goal
    }
  }

  /// Changes that are read together, each judged with the others in mind.
  /// - Parameter shifts: Of log ratios, and how many values each comes from.
  package static func judged(_ shifts: [(shift: any ShiftEstimate, count: Int)], by criteria: Criteria) -> [Change] {
    let significances = shifts.map { significance($0.shift, criteria) }
    let corrected = HolmCorrection.corrected(significances)
    return zip(shifts, corrected).map { entry, significance in
      Change(entry.shift, count: entry.count, significance: significance, criteria)
    }
  }

  /// How likely it is that a change as large is found where the truth lies inside of the band.
  private static func significance(_ shift: any ShiftEstimate, _ criteria: Criteria) -> Double {
    let nearest = min(max(shift.estimate, log1p(-criteria.band)), log1p(criteria.band))
    guard nearest != shift.estimate else { return 1 }
    return shift.significance(of: nearest) ?? 1
  }

  private init(_ shift: any ShiftEstimate, count: Int, significance: Double, _ criteria: Criteria) {
    self.count = count
    estimate = expm1(shift.estimate)
    guard let logarithms = shift.interval(level: criteria.level) else {
      interval = nil
      detectable = nil
      verdict = .none
      return
    }
    let interval = Interval(lower: expm1(logarithms.lower), upper: expm1(logarithms.upper))
    self.interval = interval
    let quantile = NormalDistribution.quantile((1 + criteria.level) / 2)
    let power = NormalDistribution.quantile(0.8)
    detectable = criteria.band + expm1(logarithms.halfWidth * (1 + power / quantile))
    let isSure = significance <= 1 - criteria.level
    if isSure, interval.lower > criteria.band {
      verdict = .slower
    } else if isSure, interval.upper < -criteria.band {
      verdict = .faster
    } else if interval.lower >= -criteria.band, interval.upper <= criteria.band {
      verdict = .same
    } else {
      let half = interval.halfWidth
      let goal = half > criteria.goal ? criteria.goal : half / 2
      let needed = (Double(count) * (half / goal) * (half / goal)).rounded(.up)
      verdict = .cannotTell(more: max(1, Int(min(needed, 1e9)) - count), goal: goal)
    }
  }

  /// Whether both are known well enough to be sure that they are not the same.
  package func differs(from other: Change) -> Bool {
    guard let interval, let theirs = other.interval else { return false }
    return interval.lower > theirs.upper || interval.upper < theirs.lower
  }
}

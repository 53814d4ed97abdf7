package import ProfileModel
package import Statistics

/// Functions of two series of runs against each other.
///
/// A run is one value, however many calls it has: calls of one run are not independent of each other. Where two bodies of
/// a function ran by turns, what stands for a run is a pair of copies of them.
package struct TimingComparison: Sendable {
  /// How the runs were made, from the most trustworthy to the least.
  package enum Level: Hashable, Sendable {
    /// Two bodies of one function that ran by turns, call by call, in one run. A pair of copies is one value.
    case pairedInProcess
    /// Two functions of the same runs.
    case sameRuns
    /// Two functions of the same blocks, which a program that times itself ran one after the other. A block is one value.
    case sameBlocks
    /// Whole runs of both, by turns in an order drawn by lot.
    case interleavedRuns
    /// Runs of different times.
    case savedBaseline
  }

  /// One function on both sides.
  package struct Entry: Sendable {
    package let name: String
    let base: Side
    let new: Side
    package let change: Change
    /// Of all calls, where that is sure to differ from `change`, which leaves out the slowest.
    let wholeChange: Change?
    /// Log ratios of the pairs; none at the level of saved files.
    let ratios: [Double]
    /// Why there is no verdict though there are enough runs.
    let obstacle: Obstacle?
    /// The larger timer's share of both sides.
    let timerShare: Double?
    /// What the calls of both bodies were slowed by, as a share of their mean; of bodies that ran by turns alone.
    var overhead: Double?

    package var verdict: Verdict { obstacle == nil ? change.verdict : .none }
  }

  /// One side of an entry.
  struct Side: Hashable, Sendable {
    /// The median of the runs' typical calls, in nanoseconds.
    var typical: Double
    /// The median of the runs' mean calls, the slowest included, in nanoseconds.
    var mean: Double
    /// The median of the runs' calls.
    var calls: Double
  }

  enum Obstacle: Hashable, Sendable {
    /// The sides were measured under conditions that differ.
    case conditions
    /// More than half of a call is the timer's own time.
    case timerShare
  }

  /// What is no change between functions of two modules that are called by turns: each has globals and helpers of its own,
  /// whose places in memory no copies change. Of the same source imported under two names, the one that was imported
  /// later was found 0.7 to 1.5 % faster, always.
  package static let bandBetweenModules = 0.02

  package let level: Level
  /// What the two sides are called.
  package let titles: (base: String, new: String)
  package let entries: [Entry]
  let onlyInBase: [String]
  let onlyInNew: [String]
  let differences: [ConditionDifference]
  let revisions: (base: MeasuringConditions.Revision?, new: MeasuringConditions.Revision?)
  let criteria: Change.Criteria
  /// Where functions' bodies ran by turns: what is to be said of each entry, in their order.
  let paired: [PairedTiming]

  /// Two series: pairs of runs where they were interleaved, and occasions where they were saved.
  ///
  /// - Parameter level: One of those two.
  package init(
    _ base: TimingSeries, _ new: TimingSeries, titles: (base: String, new: String), level: Level,
    criteria: Change.Criteria = .init()
  ) {
    var pairs: [(base: TimingSeries.Function, new: TimingSeries.Function)] = []
    var left = base.functions
    for function in new.functions {
      let index =
        left.firstIndex { $0.name == function.name } ?? left.firstIndex { $0.identity == function.identity }
      if let index { pairs.append((left.remove(at: index), function)) }
    }
    let matched = Set(pairs.map(\.new.name))
    let differences = level == .savedBaseline ? ConditionDifference.all(base, new) : []
    self.init(
      level: level, titles: titles, pairs: pairs, runs: (base.runs, new.runs), differences: differences,
      criteria: criteria, revisions: (base.conditions.revision, new.conditions.revision),
      onlyInBase: left.map(\.name), onlyInNew: new.functions.map(\.name).filter { !matched.contains($0) })
  }

  /// The other functions of a series against its first.
  ///
  /// - Parameter areBlocks: Whether the series' runs are blocks of one process.
  /// - Returns: Nil without two functions.
  package init?(withinRunsOf series: TimingSeries, areBlocks: Bool = false, criteria: Change.Criteria = .init()) {
    guard let first = series.functions.first, series.functions.count > 1 else { return nil }
    let others = series.functions.dropFirst()
    self.init(
      level: areBlocks ? .sameBlocks : .sameRuns, titles: (first.name, ""), pairs: others.map { (first, $0) },
      runs: (series.runs, series.runs), differences: [], criteria: criteria, revisions: (nil, nil), onlyInBase: [],
      onlyInNew: [])
  }

  /// Bodies that ran by turns.
  ///
  /// - Parameters:
  ///   - calibration: What the timer costs.
  ///   - newTitle: What the bodies after are called; nil for their functions' names.
  /// - Returns: Nil where none has a pair of calls.
  package init?(
    paired: [PairedTiming], calibration: TimingCalibration?, newTitle: String?, criteria: Change.Criteria = .init()
  ) {
    let measured = paired.filter { !$0.copies.isEmpty }
    guard let first = measured.first else { return nil }
    let bias = calibration.map { $0.appliedBias ?? $0.bias.median }
    let pairs = measured.map { pairing in
      let copies = pairing.copies.compactMap(CopyShift.init)
      func function(_ calls: [TimingSeries.Calls]) -> TimingSeries.Function {
        TimingSeries.Function(
          name: pairing.target, identity: pairing.target, calls: calls,
          timerShare: TimingSeries.timerShare(bias: bias, median: calls.compactMap(\.typical).sorted().medianOfSorted))
      }
      return (base: function(copies.map(\.base)), new: function(copies.map(\.new)))
    }
    self.init(
      level: .pairedInProcess, titles: (first.base, newTitle ?? ""), pairs: pairs, runs: ([], []), differences: [],
      criteria: criteria, revisions: (nil, nil), onlyInBase: [],
      onlyInNew: [], paired: measured, callCost: calibration?.cost.median)
  }

  private init(
    level: Level, titles: (base: String, new: String),
    pairs: [(base: TimingSeries.Function, new: TimingSeries.Function)],
    runs: (base: [TimingSeries.Run], new: [TimingSeries.Run]), differences: [ConditionDifference],
    criteria: Change.Criteria, revisions: (base: MeasuringConditions.Revision?, new: MeasuringConditions.Revision?),
    onlyInBase: [String], onlyInNew: [String], paired: [PairedTiming] = [], callCost: Double? = nil
  ) {
    self.level = level
    self.titles = titles
    self.differences = differences
    self.criteria = criteria
    self.revisions = revisions
    self.onlyInBase = onlyInBase
    self.onlyInNew = onlyInNew
    self.paired = paired
    let found = pairs.compactMap { pair -> Finding? in
      let measure = Measure.common(pair.base, pair.new)
      guard let base = Side(pair.base, measure), let new = Side(pair.new, measure) else { return nil }
      let share = [pair.base.timerShare, pair.new.timerShare].compactMap(\.self).max()
      return Finding(
        name: pair.new.name, base: base, new: new, shift: Shift(pair, runs, level, measure),
        whole: Shift(pair, runs, level, .mean), timerShare: share)
    }
    let forbids = differences.contains(where: \.forbidsVerdict)
    let changes = Change.judged(found.map { ($0.shift.estimate, $0.shift.count) }, by: criteria)
    var entries = zip(found, changes).map { found, change in
      let obstacle: Obstacle? = forbids ? .conditions : found.timerShare ?? 0 > 0.5 ? .timerShare : nil
      let whole = Change.judged([(found.whole.estimate, found.whole.count)], by: criteria)[0]
      return Entry(
        name: found.name, base: found.base, new: found.new, change: change,
        wholeChange: whole.differs(from: change) ? whole : nil, ratios: found.shift.ratios, obstacle: obstacle,
        timerShare: found.timerShare)
    }
    if paired.count == entries.count {
      for index in entries.indices {
        let mean = (entries[index].base.mean + entries[index].new.mean) / 2
        entries[index].overhead = callCost.map { ($0 + (paired[index].swapCost ?? 0)) / mean }
      }
    }
    self.entries = entries
  }

  /// One function on both sides, before it is judged together with the others.
  private struct Finding {
    var name: String
    var base: Side
    var new: Side
    var shift: Shift
    /// With the slowest calls.
    var whole: Shift
    var timerShare: Double?
  }

  /// Whether nothing but time lies between two series; loads come and go, and may differ.
  package static func areComparable(_ first: TimingSeries, _ second: TimingSeries) -> Bool {
    ConditionDifference.all(first, second).allSatisfy { difference in
      if case .load = difference { true } else { !difference.forbidsVerdict }
    }
  }

  /// Whether every function's interval is as narrow as wanted, or will not get narrower.
  package func isPrecise(by rule: PrecisionRule) -> Bool {
    level == .savedBaseline || entries.allSatisfy { rule.isDone($0.ratios) }
  }
}

internal import Glibc
internal import ProfileModel
internal import Statistics

extension TimingComparison {
  /// What stands for the calls of a run.
  enum Measure: Hashable, Sendable {
    /// Their mean without the slowest tenth; of bodies that ran by turns their geometric mean.
    case typical
    case mean

    /// The better one of those that both sides tell.
    static func common(_ base: TimingSeries.Function, _ new: TimingSeries.Function) -> Measure {
      (base.calls + new.calls).allSatisfy { $0.count == 0 || $0.typical != nil } ? .typical : .mean
    }

    /// Nanoseconds; nil without calls, and where the timer's own time was all that there was.
    func value(_ calls: TimingSeries.Calls) -> Double? {
      guard calls.count > 0, let value = self == .typical ? calls.typical : calls.mean, value > 0 else { return nil }
      return value
    }
  }

  /// How far one side is from the other.
  struct Shift: Sendable {
    var estimate: any ShiftEstimate
    /// Values of each side.
    var count: Int
    /// Log ratios of the pairs; none at the level of saved files.
    var ratios: [Double]

    init(
      _ pair: (base: TimingSeries.Function, new: TimingSeries.Function),
      _ runs: (base: [TimingSeries.Run], new: [TimingSeries.Run]), _ level: Level, _ measure: Measure
    ) {
      if level == .savedBaseline {
        let old = Self.occasions(pair.base, runs.base, measure)
        let now = Self.occasions(pair.new, runs.new, measure)
        self.estimate = UnpairedShift(from: old, to: now)
        count = min(old.count, now.count)
        ratios = []
      } else {
        let ratios = zip(pair.base.calls, pair.new.calls).compactMap { base, new -> Double? in
          guard let old = measure.value(base), let now = measure.value(new) else { return nil }
          return log(now / old)
        }
        self.estimate = PairedShift(ratios)
        count = ratios.count
        self.ratios = ratios
      }
    }

    /// Runs that lie so far apart, in seconds, were made at different occasions; machines have slow phases of minutes.
    private static let occasionGap = 600.0

    /// Logarithms of a function's calls: the median of each occasion's runs. Runs of unknown time are one occasion.
    private static func occasions(
      _ function: TimingSeries.Function, _ runs: [TimingSeries.Run], _ measure: Measure
    ) -> [Double] {
      let measured = zip(runs, function.calls).compactMap { run, calls in
        measure.value(calls).map { (start: run.start ?? 0, value: log($0)) }
      }.sorted { $0.start < $1.start }
      var occasions: [[Double]] = []
      var last: Double?
      for run in measured {
        if let last, run.start - last < occasionGap {
          occasions[occasions.count - 1].append(run.value)
        } else {
          occasions.append([run.value])
        }
        last = run.start
      }
      return occasions.map { $0.sorted().medianOfSorted }
    }
  }
}

extension TimingComparison.Side {
  /// A function's typical run; nil when it has no calls.
  init?(_ function: TimingSeries.Function, _ measure: TimingComparison.Measure) {
    let values = function.calls.compactMap(measure.value).sorted()
    guard !values.isEmpty else { return nil }
    typical = values.medianOfSorted
    mean = function.calls.compactMap(\.mean).sorted().medianOfSorted
    calls = function.calls.map { Double($0.count) }.sorted().medianOfSorted
  }
}

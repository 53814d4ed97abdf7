/// What each of several runs of one program measured, in the order of the runs.
package struct TimingSeries: Hashable, Sendable {
  package var conditions: MeasuringConditions
  package var runs: [Run]
  package var functions: [Function]

  /// When a run was made, and beside what.
  package struct Run: Hashable, Sendable {
    /// Seconds since 1970, UTC; nil where a file does not tell.
    package var start: Double?
    /// Processes that ran or waited to, in the mean of the minute before: `/proc/loadavg`.
    package var load: Double?

    package init(start: Double? = nil, load: Double? = nil) {
      self.start = start
      self.load = load
    }
  }

  /// One function's calls in each run.
  package struct Function: Hashable, Sendable {
    /// The target as it was written; where that named several, module and function.
    package var name: String
    /// `module:qualname`, and what it is the function of where one code object is several.
    package var identity: String
    /// As many as there are runs.
    package var calls: [Calls]
    /// What the timer takes of a call, as a share of the median call; nil where that is not known.
    package var timerShare: Double?

    package init(name: String, identity: String, calls: [Calls], timerShare: Double? = nil) {
      self.name = name
      self.identity = identity
      self.calls = calls
      self.timerShare = timerShare
    }
  }

  /// The calls of one run.
  package struct Calls: Hashable, Sendable {
    package var count: Int
    package var total: Nanoseconds
    /// The mean without the slowest tenth, in nanoseconds; nil without calls, and where a file does not tell.
    package var typical: Double?

    package init(count: Int, total: Nanoseconds, typical: Double? = nil) {
      self.count = count
      self.total = total
      self.typical = typical
    }

    package init(_ durations: DurationDistribution) {
      self.init(
        count: durations.count, total: durations.total, typical: durations.mean(withoutSlowest: Self.slowestShare))
    }

    /// Of the calls, what `typical` leaves out.
    package static let slowestShare = 0.1

    /// In nanoseconds; nil without calls.
    package var mean: Double? { count > 0 ? Double(total.rawValue) / Double(count) : nil }
  }

  package init(conditions: MeasuringConditions, runs: [Run], functions: [Function]) {
    self.conditions = conditions
    self.runs = runs
    self.functions = functions
  }

  /// - Parameter reports: One of each run, all of the same targets.
  package init(conditions: MeasuringConditions, runs: [Run], reports: [TimingReport]) {
    self.init(conditions: conditions, runs: runs, functions: [])
    let merged = TimingReport(merging: reports)
    for (index, target) in merged.targets.enumerated() {
      for timing in target.functions {
        let calls = reports.map { report in
          Calls(
            report.targets[index].functions.first { $0.identity == timing.identity }?.durations
              ?? DurationDistribution())
        }
        let bias = merged.calibration.map { $0.appliedBias ?? $0.bias.median }
        let identity = Self.identity(module: timing.module, name: timing.function.qualifiedName, label: timing.label)
        functions.append(
          Function(
            name: Self.name(target: target.request, isOneOfSeveral: target.functions.count > 1, identity: identity),
            identity: identity, calls: calls, timerShare: Self.timerShare(bias: bias, median: timing.durations.median)))
      }
    }
  }

  /// The runs of another series and then these; nil when the two are not of the same functions.
  package func following(_ earlier: TimingSeries) -> TimingSeries? {
    var series = self
    series.runs = earlier.runs + runs
    guard functions.count == earlier.functions.count else { return nil }
    for index in functions.indices {
      let own = functions[index]
      // At the same place, if it is there: several functions may have one name.
      let candidates = [earlier.functions[index]] + earlier.functions
      guard let theirs = candidates.first(where: { $0.name == own.name && $0.identity == own.identity }) else {
        return nil
      }
      series.functions[index].calls = theirs.calls + own.calls
    }
    return series
  }

  /// The last runs alone.
  package func last(_ count: Int) -> TimingSeries {
    var series = self
    series.runs = runs.suffix(count)
    for index in functions.indices { series.functions[index].calls = functions[index].calls.suffix(count) }
    return series
  }

  /// What a function is called where its module and name are all that tells it from others.
  package static func identity(module: String, name: String, label: String) -> String {
    "\(module):\(name)" + (label.isEmpty ? "" : " of \(label)")
  }

  /// What a function that a target named is called.
  package static func name(target: String, isOneOfSeveral: Bool, identity: String) -> String {
    isOneOfSeveral || target.contains("*") ? identity : target
  }

  /// - Parameters:
  ///   - bias: What a call reads too long, in nanoseconds.
  ///   - median: Of the calls, in nanoseconds.
  package static func timerShare(bias: Double?, median: Double?) -> Double? {
    guard let bias, let median else { return nil }
    return median > 0 ? bias / median : .infinity
  }
}

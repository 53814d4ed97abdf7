extension TimingReport {
  /// Several runs of the same targets as one.
  ///
  /// - Parameter reports: At least one.
  package init(merging reports: [TimingReport]) {
    precondition(!reports.isEmpty, "no report to merge")
    self = reports[0]
    for report in reports.dropFirst() {
      pythonVersion = pythonVersion ?? report.pythonVersion
      calibration = calibration ?? report.calibration
      hasJIT = hasJIT || report.hasJIT
      processes += report.processes
      lostCalls += report.lostCalls
      interpreters.count += report.interpreters.count
      interpreters.untimed += report.interpreters.untimed
      for index in targets.indices { targets[index].merge(report.targets[index]) }
    }
  }
}

extension TimingReport.TargetResult {
  fileprivate mutating func merge(_ other: TimingReport.TargetResult) {
    if functions.isEmpty {
      finding = other.finding
      nearNames = other.nearNames
    }
    for timing in other.functions {
      if let index = functions.firstIndex(where: { $0.identity == timing.identity }) {
        functions[index].merge(timing)
      } else {
        functions.append(timing)
      }
    }
  }
}

extension FunctionTiming {
  /// What tells it from every other function of a report, and is the same in every run.
  package var identity: [String] {
    [module, function.file, "\(function.firstLine)", function.qualifiedName, label]
  }

  fileprivate mutating func merge(_ other: FunctionTiming) {
    let slowestKept = max(slowest.count, other.slowest.count)
    durations.merge(other.durations)
    innerCalls += other.innerCalls
    errors += other.errors
    begunBefore += other.begunBefore
    selfTime = selfTime + other.selfTime
    inFlight = (inFlight + other.inFlight).sorted(by: >)
    latencies.merge(other.latencies)
    suspensions += other.suspensions
    abandoned += other.abandoned
    suspended = (suspended + other.suspended).sorted(by: >)
    slowest = Array((slowest + other.slowest).sorted { $0.duration > $1.duration }.prefix(slowestKept))
    threads = (threads + other.threads).sorted { $0.durations.total > $1.durations.total }
  }
}

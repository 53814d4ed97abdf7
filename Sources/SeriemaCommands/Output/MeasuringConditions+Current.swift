internal import Glibc
internal import ProfileModel

extension MeasuringConditions {
  /// Those of a run that was made here.
  init(_ report: TimingReport, command: [String], revision: Revision?, isRaw: Bool) {
    self.init(
      machine: .current, pythonVersion: report.pythonVersion, hasJIT: report.hasJIT, isRaw: isRaw, command: command,
      revision: revision)
  }
}

extension TimingSeries.Run {
  /// A run that begins now.
  static var now: TimingSeries.Run {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    let load = (try? InputFile.read("/proc/loadavg"))?.split(separator: " ").first.flatMap { Double($0) }
    return TimingSeries.Run(start: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, load: load)
  }
}

extension TimingSeries {
  /// What was measured once, here, of a program whose source is not known.
  init(_ report: TimingReport, of run: Run, command: [String], isRaw: Bool) {
    let conditions = MeasuringConditions(report, command: command, revision: nil, isRaw: isRaw)
    self.init(conditions: conditions, runs: [run], reports: [report])
  }
}

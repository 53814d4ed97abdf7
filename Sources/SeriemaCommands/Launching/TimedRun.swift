internal import FunctionTiming
internal import LinuxProcess
internal import ProfileModel

/// One run of a program in which functions were timed.
struct TimedRun {
  var run: TimingSeries.Run
  var report: TimingReport
  var status: ExitStatus
  var agent: AgentStatus
  /// Nil where a program called the functions.
  var calls: CallsOutcome?
  /// We were asked to end, and the program with us.
  var isInterrupted: Bool
  /// It was printed already, because the program did not end when it was asked to.
  var isReported: Bool
}

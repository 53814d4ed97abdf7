/// All that one timed run measured.
package struct TimingReport: Hashable, Sendable {
  /// In the order of the request.
  package var targets: [TargetResult]
  package var clock: ClockSource
  /// The interpreter's version, such as `3.13.1`; nil when it never got as far as to tell.
  package var pythonVersion: String?
  /// Processes that calls came from: the launched one, and those it forked.
  package var processes: Int
  /// Interpreters beside the main ones that the program made, and those of them whose calls could not be timed.
  package var interpreters: Interpreters
  /// The interpreter compiles at run time, which does not go well with `sys.monitoring` yet.
  package var hasJIT: Bool
  /// Calls that could not be recorded because a table of the agent was full.
  package var lostCalls: Int
  /// A program timed a block of itself.
  package var isOfBlock: Bool
  /// Nil when it never got as far as to measure it.
  package var calibration: TimingCalibration?
  /// Functions whose body ran by turns with another one.
  package var pairings: [PairedTiming]
  /// Nil where a program made the calls, as it would have without us.
  package var warmUp: WarmUp?

  /// How many interpreters there were beside the main one of each process.
  package struct Interpreters: Hashable, Sendable {
    package var count: Int
    package var untimed: Int

    package init(count: Int = 0, untimed: Int = 0) {
      self.count = count
      self.untimed = untimed
    }
  }

  /// What one requested target came to.
  package struct TargetResult: Hashable, Sendable {
    /// As the user wrote it.
    package var request: String
    /// Functions that it named, each with its calls; empty when none ran.
    package var functions: [FunctionTiming]
    /// What the name stands for.
    package var finding: TargetFinding
    /// Whether it was meant to name several.
    package var isPattern: Bool
    /// When none ran: functions that did and whose names are near, nearest first, in the form of a target.
    package var nearNames: [String]

    package init(
      request: String, functions: [FunctionTiming], nearNames: [String] = [], finding: TargetFinding = .noModule,
      isPattern: Bool = false
    ) {
      self.request = request
      self.functions = functions
      self.nearNames = nearNames
      self.finding = finding
      self.isPattern = isPattern
    }
  }

  /// Whether the functions that were timed come from more than one module.
  package var isOfSeveralModules: Bool { Set(targets.flatMap(\.functions).map(\.module)).count > 1 }

  package init(
    targets: [TargetResult], clock: ClockSource, pythonVersion: String?, processes: Int, lostCalls: Int,
    calibration: TimingCalibration? = nil, interpreters: Interpreters = Interpreters(),
    hasJIT: Bool = false, isOfBlock: Bool = false, pairings: [PairedTiming] = [],
    warmUp: WarmUp? = nil
  ) {
    self.targets = targets
    self.clock = clock
    self.pythonVersion = pythonVersion
    self.processes = processes
    self.lostCalls = lostCalls
    self.calibration = calibration
    self.interpreters = interpreters
    self.hasJIT = hasJIT
    self.isOfBlock = isOfBlock
    self.pairings = pairings
    self.warmUp = warmUp
  }
}

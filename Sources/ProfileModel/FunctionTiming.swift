/// The measured calls of one function.
package struct FunctionTiming: Hashable, Sendable {
  package var function: FunctionIdentity
  /// The module that the function was defined in (`__name__` of its globals); `__main__` for the script.
  package var module: String
  /// What tells it from other functions with the same code, such as the wrappers that one decorator made: in the form
  /// of a target, the function that it wraps or that it is called. Empty for most.
  package var label: String
  /// Outermost calls that have ended. Of a generator or coroutine: the time that it ran, from its beginning to its end.
  package var durations: DurationDistribution
  /// Calls made while the same function was already running in the same thread; not in `durations`.
  package var innerCalls: Int
  /// Outermost calls that ended by an exception; they are among `durations`.
  package var errors: Int
  /// Calls that ended and had begun before they were timed; not in `durations`.
  package var begunBefore: Int
  /// Time in the function without the time in other targets called from it.
  package var selfTime: Nanoseconds
  /// Outermost calls still open when the record was read, longest first: how long each had been running.
  package var inFlight: [Nanoseconds]
  /// A generator or coroutine.
  package var suspends: Bool
  /// Of generators and coroutines: from the beginning to the end, suspensions included.
  package var latencies: DurationDistribution
  /// How often they were suspended.
  package var suspensions: Int
  /// Those that were closed or dropped before their end; they are among `durations`.
  package var abandoned: Int
  /// Those that had begun and were suspended when the record was read: how long ago they began, longest first.
  package var suspended: [Nanoseconds]
  /// The slowest calls, longest first; as many as the agent keeps.
  package var slowest: [SlowCall]
  /// The same by thread, where that was asked for; the longest total first.
  package var threads: [ThreadTiming]

  /// The calls that one thread made.
  package struct ThreadTiming: Hashable, Sendable {
    package var thread: TimedThread
    package var durations: DurationDistribution
    package var innerCalls: Int
    package var errors: Int
    package var selfTime: Nanoseconds

    package init(
      thread: TimedThread, durations: DurationDistribution, innerCalls: Int, errors: Int, selfTime: Nanoseconds
    ) {
      self.thread = thread
      self.durations = durations
      self.innerCalls = innerCalls
      self.errors = errors
      self.selfTime = selfTime
    }
  }

  /// Whether a call of it was seen, ended or not.
  package var hasRun: Bool {
    durations.count > 0 || innerCalls > 0 || begunBefore > 0 || !inFlight.isEmpty || !suspended.isEmpty
  }

  package init(
    function: FunctionIdentity, module: String, durations: DurationDistribution = DurationDistribution(),
    innerCalls: Int = 0, errors: Int = 0, selfTime: Nanoseconds = .zero, inFlight: [Nanoseconds] = [],
    suspends: Bool = false, label: String = ""
  ) {
    self.function = function
    self.module = module
    self.durations = durations
    self.innerCalls = innerCalls
    self.errors = errors
    self.selfTime = selfTime
    self.inFlight = inFlight
    self.suspends = suspends
    self.label = label
    begunBefore = 0
    latencies = DurationDistribution()
    suspensions = 0
    abandoned = 0
    suspended = []
    slowest = []
    threads = []
  }
}

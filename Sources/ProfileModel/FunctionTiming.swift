/// The measured calls of one function.
package struct FunctionTiming: Hashable, Sendable {
  package var function: FunctionIdentity
  /// The module that the function was defined in (`__name__` of its globals); `__main__` for the script.
  package var module: String
  /// Outermost calls that have ended: returned, or left by an exception. Their durations are in `durations`.
  package var durations: DurationDistribution
  /// Calls made while the same function was already running in the same thread; not in `durations`.
  package var innerCalls: Int
  /// Outermost calls that ended by an exception; they are among `durations`.
  package var errors: Int
  /// Time in the function without the time in other targets called from it.
  package var selfTime: Nanoseconds
  /// Outermost calls still open when the record was read, longest first: how long each had been running.
  package var inFlight: [Nanoseconds]
  /// A generator or coroutine: what counts as a call, in all figures here, is each stretch that it ran.
  package var suspends: Bool

  package init(
    function: FunctionIdentity, module: String, durations: DurationDistribution = DurationDistribution(),
    innerCalls: Int = 0, errors: Int = 0, selfTime: Nanoseconds = .zero, inFlight: [Nanoseconds] = [],
    suspends: Bool = false
  ) {
    self.function = function
    self.module = module
    self.durations = durations
    self.innerCalls = innerCalls
    self.errors = errors
    self.selfTime = selfTime
    self.inFlight = inFlight
    self.suspends = suspends
  }
}

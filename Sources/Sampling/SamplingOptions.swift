package import ProfileModel

/// How a program is to be sampled.
package struct SamplingOptions: Hashable, Sendable {
  /// Ticks a second, over 0 and up to 1,000,000.
  package var rate: Double
  /// Sampling ends after so long; nil: with the program.
  package var duration: Nanoseconds?
  /// Only the thread that the process began with.
  package var mainThreadOnly: Bool
  /// All processes that descend from the one, too.
  package var followsChildren: Bool
  /// What of the program's time is looked at.
  package var mode: Mode
  /// The share of the time that a thread may be kept standing, 0 … 1; 0: it is never stopped.
  package var stopBudget: Double

  package enum Mode: String, CaseIterable, Hashable, Sendable {
    /// All of it, idle or not.
    case wall
    /// Only while a thread has the GIL.
    case gil
  }

  package init(
    rate: Double = 1000, duration: Nanoseconds? = nil, mainThreadOnly: Bool = false, mode: Mode = .wall,
    stopBudget: Double = 0.01, followsChildren: Bool = false
  ) {
    self.rate = rate
    self.duration = duration
    self.mainThreadOnly = mainThreadOnly
    self.mode = mode
    self.stopBudget = stopBudget
    self.followsChildren = followsChildren
  }
}

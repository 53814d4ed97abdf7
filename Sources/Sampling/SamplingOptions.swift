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
  /// Whether a mark stands in the stack where a garbage collection began.
  package var marksCollections: Bool
  /// The share of the time that a thread may be kept standing, 0 … 1; 0: it is never stopped.
  package var stopBudget: Double
  /// Every thread that runs is stopped for its sample, and the rate yields where the budget does not allow so many;
  /// else only a thread that cannot be read otherwise.
  package var stopsAlways: Bool

  /// How finely frames are told apart.
  package var detail = FrameDetail.lines
  /// Whether the ledger is told while sampling goes on.
  package var tellsLedger = false

  package enum Mode: String, CaseIterable, Hashable, Sendable {
    /// All of it, idle or not.
    case wall
    /// Only while a thread runs; what it weighs is the time that the kernel says it ran.
    case cpu
    /// Only while a thread has the GIL.
    case gil
    /// Only while a thread has an exception: raised and not yet caught, or being handled.
    case exception
  }

  package init(
    rate: Double = 1000, duration: Nanoseconds? = nil, mainThreadOnly: Bool = false, mode: Mode = .wall,
    marksCollections: Bool = true, stopBudget: Double = 0.01, stopsAlways: Bool = false, followsChildren: Bool = false
  ) {
    self.rate = rate
    self.duration = duration
    self.mainThreadOnly = mainThreadOnly
    self.mode = mode
    self.marksCollections = marksCollections
    self.stopBudget = stopBudget
    self.followsChildren = followsChildren
    self.stopsAlways = stopsAlways
  }
}

extension SamplingOptions.Mode {
  /// What the weights of its samples are times of.
  package var sampledTime: SampledTime {
    switch self {
    case .wall: .wall
    case .cpu: .cpu
    case .gil: .gil
    case .exception: .exception
    }
  }
}

/// How long threads may still be kept standing: a share of the time that has passed.
struct StopBudget {
  private let share: Double
  private(set) var spentNanoseconds: UInt64 = 0
  /// How often in a row the kernel has refused to stop a thread: another tracer has it, or tracing is not permitted.
  private var refusals = 0

  /// Another profiler may have a thread for a moment; one that is refused so often is not to be had.
  private static let refusalLimit = 100
  /// At the start, when hardly any time has passed, this much may be spent at once.
  private static let advanceNanoseconds = 1_000_000.0

  /// - Parameter share: 0 … 1; 0: nothing is ever stopped.
  init(share: Double) {
    self.share = share
  }

  /// Whether there will be stops at all, now or later.
  var isOpen: Bool { share > 0 && refusals < Self.refusalLimit }

  func allows(afterNanoseconds elapsed: UInt64) -> Bool {
    isOpen && Double(spentNanoseconds) <= Double(elapsed) * share + Self.advanceNanoseconds
  }

  mutating func spend(nanoseconds: UInt64) {
    spentNanoseconds += nanoseconds
    refusals = 0
  }

  mutating func refuse() {
    refusals += 1
  }
}

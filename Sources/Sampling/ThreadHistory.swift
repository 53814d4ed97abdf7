internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// What is kept of a thread from one sample to the next.
struct ThreadHistory {
  /// `PyThreadState`, and the kernel's id: together they tell threads apart that follow one another.
  let address: RemoteAddress
  let id: ThreadID
  /// Index into the profile's threads.
  let index: Int32
  /// The number of the reader that its stacks come from.
  let reader: Int
  /// When it was last sampled with success, in nanoseconds of `CLOCK_MONOTONIC`.
  var sampledAt: UInt64
  /// The schedule's interval that its last sample was taken in: the next stands for all that began since.
  var interval: Int
  /// Where its CPU time is the measure.
  var clock: ThreadClock?
  /// What samples stand for that could not be stopped for.
  var deferred = DeferredSamples()
  /// For so long there was no stop for it that its samples are taken as they are, until there may be one again.
  var isOverdue = false
  /// Where the last sample was that deferred ones may be counted with.
  var representativeNode: Int32?
  var representativeStates = SampleStates.unknown
  /// Samples in a row whose copies agreed.
  private var stillCount = Self.stillLimit
  /// What its stacks tell of the garbage collection that goes on.
  var collection = CollectionTrace()
  /// The frames of the last sample, innermost first, and the node of each, outermost first.
  var frames: [RawFrame] = []
  var nodes: [Int32] = []
  /// When the instructions of all frames were last read: of those that stand still they may have become others.
  var instructionsReadAt: UInt64 = 0

  /// A thread that moves in one sample of 32 or more often is nearly always seen to have moved.
  private static let stillLimit = 32

  init(address: RemoteAddress, id: ThreadID, index: Int32, reader: Int, sampledAt: UInt64, interval: Int) {
    self.address = address
    self.id = id
    self.index = index
    self.reader = reader
    self.sampledAt = sampledAt
    self.interval = interval
  }

  /// A thread that is not sampled: one of another process (one that has just been forked still lists those of its
  /// parent), or one that has not begun.
  init(foreign address: RemoteAddress, id: ThreadID, reader: Int) {
    self.init(address: address, id: id, index: -1, reader: reader, sampledAt: 0, interval: 0)
  }

  var isForeign: Bool { index < 0 }

  /// Whether the thread called or returned while one of its last samples was copied.
  var hasMoved: Bool { stillCount < Self.stillLimit }

  mutating func note(_ outcome: StackOutcome) {
    switch outcome {
    case .complete: stillCount = min(stillCount + 1, Self.stillLimit)
    case .moved: stillCount = 0
    // Frames where none were expected say nothing about the time of the copies.
    case .unexpected, .failed: break
    }
  }
}

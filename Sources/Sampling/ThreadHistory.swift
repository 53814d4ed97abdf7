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
  /// When it was last sampled with success, in nanoseconds of `CLOCK_MONOTONIC`.
  var sampledAt: UInt64
  /// The schedule's interval that its last sample was taken in: the next stands for all that began since.
  var interval: Int
  /// Time of samples that moved and could not be stopped for, which the next one that is stopped for stands for; how
  /// many samples and intervals these were, and where the last of them is cut.
  var deferredTime = Nanoseconds.zero
  var deferredCount = 0
  var deferredIntervals = 0
  /// Where the last sample was that was stopped for; what is still deferred at the end is nearest to it.
  var stoppedNode: Int32?
  var deferredNode: Int32 = 0
  /// The frames of the last sample, innermost first, and the node of each, outermost first.
  var frames: [RawFrame] = []
  var nodes: [Int32] = []

  init(address: RemoteAddress, id: ThreadID, index: Int32, sampledAt: UInt64, interval: Int) {
    self.address = address
    self.id = id
    self.index = index
    self.sampledAt = sampledAt
    self.interval = interval
  }
}

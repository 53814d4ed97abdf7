/// A sample at its moment: what a timeline consists of.
package struct TimedSample: Hashable, Sendable {
  /// When it was counted, since the recording began.
  package var instant: Nanoseconds
  /// Index into `Profile.nodes`: the innermost frame, and with it its callers and its thread.
  package var node: Int
  /// What it stands for: the time up to `instant`. A sample may have no time of its own that the kernel tells later
  /// (`SampledTime.cpu`), and then comes again, without a sample, with that.
  package var weight: Weight
  package var states: SampleStates

  package init(instant: Nanoseconds, node: Int, weight: Weight, states: SampleStates = .unknown) {
    self.instant = instant
    self.node = node
    self.weight = weight
    self.states = states
  }
}

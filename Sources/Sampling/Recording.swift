internal import ProfileModel

/// Tells a sink of samples, and of each function, frame and node before the first sample that refers to it.
final class Recording {
  private let sink: any ProfileEventSink
  private let began: UInt64
  private var functionCount = 0
  private var frameCount = 0
  private var nodeCount = 0
  /// The moment of what is added, `CLOCK_MONOTONIC` in nanoseconds.
  var now: UInt64

  init(to sink: any ProfileEventSink) {
    self.sink = sink
    began = sink.beganAtNanoseconds
    now = began
  }

  func add(_ thread: SampledThread) {
    sink.record(.thread(thread))
  }

  func rename(_ thread: Int, _ name: String) {
    sink.record(.threadName(thread: thread, name: name))
  }

  func record(_ event: ProfileEvent) {
    sink.record(event)
  }

  func add(
    _ weight: Weight, to node: Int32, in states: SampleStates, of tree: borrowing CallTree,
    named names: borrowing FrameNames
  ) {
    if tree.nodeCount > nodeCount { define(tree, names) }
    sink.record(
      TimedSample(
        instant: Nanoseconds(Int64(now &- min(now, began))), node: Int(node), weight: weight, states: states))
  }

  private func define(_ tree: borrowing CallTree, _ names: borrowing FrameNames) {
    while functionCount < names.functions.count {
      sink.record(.function(names.functions[functionCount]))
      functionCount += 1
    }
    while frameCount < names.frames.count {
      sink.record(.frame(names.frames[frameCount]))
      frameCount += 1
    }
    while nodeCount < tree.nodeCount {
      var node = tree.node(at: nodeCount)
      node.own = .zero
      sink.record(.node(node))
      nodeCount += 1
    }
  }
}

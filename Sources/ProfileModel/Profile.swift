/// What a sampled run came to: who called whom, and how long it took.
package struct Profile: Sendable {
  /// What `Frame.function` counts through.
  package var functions: [FunctionIdentity]
  /// What `Node.frame` counts through.
  package var frames: [Frame]
  /// Threads with samples, in the order of their first one.
  package var threads: [SampledThread]
  /// The call tree: a parent stands before its children.
  package var nodes: NodeTable
  package var ledger: Ledger
  /// The interpreter's version, such as `3.13.1`.
  package var pythonVersion: String
  /// The processes that were followed, in the order in which they were seen; empty when there was to be one only.
  package var processes: [SampledProcess]
  /// What of the program's time the weights are times of.
  package var sampledTime = SampledTime.wall

  /// A place in the call tree: one frame, reached through one chain of callers, in one thread.
  package struct Node: Hashable, Sendable {
    /// Index of the caller's node; nil for a thread's outermost frame.
    package var parent: Int?
    /// Index into `threads`.
    package var thread: Int
    package var kind: Kind
    /// Samples that ended here, without those of its children.
    package var own: Weight

    package enum Kind: Hashable, Sendable {
      /// Index into `frames`.
      case frame(Int)
      /// Frames inside of here could not be proven: the sample was partial.
      case cut
      /// The thread had no Python frame.
      case noFrames
    }

    package init(parent: Int?, thread: Int, kind: Kind, own: Weight) {
      self.parent = parent
      self.thread = thread
      self.kind = kind
      self.own = own
    }
  }

  package init(
    functions: [FunctionIdentity], frames: [Frame], threads: [SampledThread], nodes: NodeTable, ledger: Ledger,
    pythonVersion: String, processes: [SampledProcess] = []
  ) {
    self.functions = functions
    self.frames = frames
    self.threads = threads
    self.nodes = nodes
    self.ledger = ledger
    self.pythonVersion = pythonVersion
    self.processes = processes
  }

  /// The same of a list of nodes.
  package init(
    functions: [FunctionIdentity], frames: [Frame], threads: [SampledThread], nodes: [Node], ledger: Ledger,
    pythonVersion: String, processes: [SampledProcess] = []
  ) {
    self.init(
      functions: functions, frames: frames, threads: threads, nodes: NodeTable(nodes), ledger: ledger,
      pythonVersion: pythonVersion, processes: processes)
  }

  /// The weight of all samples.
  package var total: Weight {
    nodes.reduce(into: Weight.zero) { $0 += $1.own }
  }
}

/// Builds a profile out of the events of one recording or of several.
///
/// What is the same in several recordings (a function, a chain of callers in a thread) is one thing in the profile. Which
/// recording comes first makes no difference but to the order in which things are numbered.
package struct ProfileAssembler: Sendable {
  /// What the numbers of one recording mean here.
  private struct Numbering {
    let host: String
    var functions: [Int] = []
    var frames: [Int32] = []
    var threads: [Int32] = []
    /// Of the first recording none: its nodes have the numbers that they have there.
    var nodes: [Int32] = []
    var ledger = Ledger()
    var processes: [Int32: SampledProcess] = [:]
    var processOrder: [Int32] = []
  }

  /// Threads of different hosts may have the same ids.
  private struct ThreadKey: Hashable {
    let host: String
    let process: Int32
    let thread: Int32
  }

  private var numberings: [Numbering] = []
  private var functions: [FunctionIdentity] = []
  private var functionIndices: [FunctionIdentity: Int] = [:]
  private var frames: [Frame] = []
  private var frameIndices: [Frame: Int32] = [:]
  private var threads: [SampledThread] = []
  private var threadIndices: [ThreadKey: Int32] = [:]
  private var tree = CallTree()
  private var versions: Set<String> = []
  private var sampledTimes: Set<SampledTime> = []

  package init() {}

  /// Makes room for another recording.
  ///
  /// - Returns: The number by which its events are added.
  package mutating func addRecording(from origin: RecordingOrigin) -> Int {
    numberings.append(Numbering(host: origin.host))
    return numberings.count - 1
  }

  /// Adds an event, which refers to earlier ones of the same recording only; those of the first recording come first.
  package mutating func add(_ event: ProfileEvent, of recording: Int) {
    switch event {
    case .function(let function): numberings[recording].functions.append(index(of: function))
    case .frame(let frame):
      var own = frame
      own.function = numberings[recording].functions[frame.function]
      numberings[recording].frames.append(index(of: own))
    case .thread(let thread):
      let index = index(of: thread, on: numberings[recording].host)
      numberings[recording].threads.append(index)
    case .threadName(let thread, let name):
      threads[Int(numberings[recording].threads[thread])].name = name
    case .node(let node): add(node, of: recording)
    case .sample(let sample): add(sample, of: recording)
    case .process(let process):
      if numberings[recording].processes.updateValue(process, forKey: process.process) == nil {
        numberings[recording].processOrder.append(process.process)
      }
    case .runtime(let version, let sampledTime):
      versions.formUnion(version.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init))
      sampledTimes.insert(sampledTime)
    case .ledger(let ledger): numberings[recording].ledger = ledger
    }
  }

  /// Adds a sample, of a node of the same recording.
  package mutating func add(_ sample: TimedSample, of recording: Int) {
    tree.add(sample.weight, to: Int32(truncatingIfNeeded: node(sample.node, of: recording)))
  }

  /// The node here of one of a recording.
  package func node(_ node: Int, of recording: Int) -> Int {
    recording == 0 ? node : Int(numberings[recording].nodes[node])
  }

  /// The profile, after which only `node(_:of:)` and `elapsed(of:)` are asked: what else there is goes.
  package mutating func finish() -> Profile {
    let profile = profile
    tree = CallTree()
    (functionIndices, frameIndices, threadIndices) = ([:], [:], [:])
    return profile
  }

  /// How long a recording is, as far as it has told.
  package func elapsed(of recording: Int) -> Nanoseconds { numberings[recording].ledger.elapsed }

  /// What the weights are times of; several where recordings do not go together.
  package var kindsOfTime: Set<SampledTime> { sampledTimes }

  /// The profile of all that was added so far.
  package var profile: Profile {
    var profile = Profile(
      functions: functions, frames: frames, threads: threads, nodes: tree.nodes,
      ledger: numberings.map(\.ledger).reduce(into: Ledger()) { $0.merge($1) },
      pythonVersion: versions.sorted().joined(separator: ", "),
      processes: numberings.flatMap { one in one.processOrder.compactMap { one.processes[$0] } })
    if let sampledTime = sampledTimes.first, sampledTimes.count == 1 { profile.sampledTime = sampledTime }
    return profile
  }

  // MARK: Numbers

  private mutating func add(_ node: Profile.Node, of recording: Int) {
    let frame: Int32 =
      switch node.kind {
      case .cut: CallTree.cut
      case .noFrames: CallTree.noFrames
      case .frame(let frame): numberings[recording].frames[frame]
      }
    let parent = node.parent.map { Int32(truncatingIfNeeded: self.node($0, of: recording)) } ?? CallTree.root
    let thread = numberings[recording].threads[node.thread]
    if recording == 0 {
      // A recording tells of a node once: there is nothing to look for while it is the only one.
      _ = tree.newNode(frame, in: parent, of: thread)
    } else {
      numberings[recording].nodes.append(tree.node(frame, in: parent, of: thread))
    }
  }

  private mutating func index(of function: FunctionIdentity) -> Int {
    if let known = functionIndices[function] { return known }
    functions.append(function)
    functionIndices[function] = functions.count - 1
    return functions.count - 1
  }

  private mutating func index(of frame: Frame) -> Int32 {
    if let known = frameIndices[frame] { return known }
    frames.append(frame)
    frameIndices[frame] = Int32(frames.count - 1)
    return Int32(frames.count - 1)
  }

  private mutating func index(of thread: SampledThread, on host: String) -> Int32 {
    let key = ThreadKey(
      host: thread.host.isEmpty ? host : thread.host, process: thread.process, thread: thread.thread)
    if let known = threadIndices[key] { return known }
    var placed = thread
    placed.host = key.host
    threads.append(placed)
    threadIndices[key] = Int32(threads.count - 1)
    return Int32(threads.count - 1)
  }
}

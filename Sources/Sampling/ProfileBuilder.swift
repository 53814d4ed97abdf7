internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// Adds samples up into a profile, those of all processes into one.
final class ProfileBuilder {
  private var names: FrameNames
  private var tree = CallTree()
  private var threads: [SampledThread] = []
  /// Where everything goes as well, with its moment.
  private let recording: Recording?

  /// - Parameters:
  ///   - detail: How finely frames are told apart.
  ///   - sink: Told of every sample, and before it of what it refers to.
  init(_ detail: FrameDetail = .lines, recordingTo sink: (any ProfileEventSink)? = nil) {
    names = FrameNames(detail)
    recording = sink.map { Recording(to: $0) }
  }

  /// Whether samples go anywhere else than into the profile.
  var isRecording: Bool { recording != nil }

  /// Makes room for the code objects of a reader, whose indices mean nothing to another.
  ///
  /// - Returns: A number that stands for the reader until it is removed.
  func addReader() -> Int {
    names.addReader()
  }

  /// Its number may be given to another.
  func removeReader(_ number: Int) {
    names.removeReader(number)
  }

  /// Registers a thread, by the kernel's name until Python's is known.
  ///
  /// - Parameter reader: The number of the reader that its stacks come from.
  func addThread(
    _ address: RemoteAddress, id: ThreadID, in process: ProcessID, by reader: Int, sampledAt now: UInt64, interval: Int
  ) -> ThreadHistory {
    let index = threads.firstIndex { $0.thread == id.rawValue && $0.process == process.rawValue } ?? threads.count
    if index == threads.count {
      let kernelName = ThreadNames.kernelName(of: id, in: process)
      let isMain = id.rawValue == process.rawValue
      threads.append(
        SampledThread(
          process: process.rawValue, thread: id.rawValue, name: isMain ? "MainThread" : kernelName ?? "Thread"))
      recording?.add(threads[index])
    }
    return ThreadHistory(
      address: address, id: id, index: Int32(index), reader: reader, sampledAt: now, interval: interval)
  }

  /// Gives a thread the name that Python has for it.
  func rename(_ history: ThreadHistory, _ name: String) {
    guard threads[Int(history.index)].name != name else { return }
    threads[Int(history.index)].name = name
    recording?.rename(Int(history.index), name)
  }

  /// The reader starts anew: its indices of code objects mean others from now on.
  func forgetCodes(of reader: Int) {
    names.forgetCodes(of: reader)
  }

  /// Frames that are at other instructions than in the thread's last sample, or at one that has just run: the innermost
  /// ones.
  func movableCount(_ frames: Span<RawFrame>, in history: borrowing ThreadHistory) -> Int {
    min(frames.count - sameCount(frames, in: history) + 1, frames.count)
  }

  /// How many of the outermost frames are as in the thread's last sample.
  private func sameCount(_ frames: Span<RawFrame>, in history: borrowing ThreadHistory) -> Int {
    let count = frames.count
    var same = 0
    while same < min(count, history.frames.count),
      frames[count - 1 - same] == history.frames[history.frames.count - 1 - same]
    { same += 1 }
    return same
  }

  /// Finds the place of one sample in the tree.
  ///
  /// Only frames that differ from the thread's last sample are looked up.
  /// - Parameters:
  ///   - frames: Innermost first.
  ///   - instructions: Of the innermost frames, all those that are not as in the thread's last sample; empty where they
  ///     are not told apart.
  ///   - isCut: What is inside of the innermost is not known.
  /// - Returns: Whether every frame is at the same instruction as in the last sample.
  func place(
    _ frames: Span<RawFrame>, at instructions: [InstructionSight?], isCut: Bool, in history: inout ThreadHistory,
    codes: borrowing StackReader
  ) -> (node: Int32, isUnchanged: Bool) {
    let count = frames.count
    var same = sameCount(frames, in: history)
    let isUnchanged = same == count && same == history.frames.count
    same = min(same, count - instructions.count)
    if !isUnchanged || same < count {
      history.nodes.removeSubrange(min(same, history.nodes.count)...)
      history.frames.removeSubrange(0..<(history.frames.count - same))
      // Outermost first, as the tree grows; then turned into the order of the reader.
      for position in same..<count {
        let parent = history.nodes.last ?? CallTree.root
        let inner = count - 1 - position
        let instruction = inner < instructions.count ? instructions[inner] : nil
        let frame = names.index(of: frames[inner], at: instruction, in: codes, numbered: history.reader)
        history.nodes.append(tree.node(frame, in: parent, of: history.index))
      }
      history.frames.removeAll(keepingCapacity: true)
      for position in 0..<count { history.frames.append(frames[position]) }
    }
    var node = history.nodes.last ?? CallTree.root
    if isCut {
      node = tree.node(CallTree.cut, in: node, of: history.index)
    } else if count == 0 {
      node = tree.node(CallTree.noFrames, in: CallTree.root, of: history.index)
    }
    return (node, isUnchanged)
  }

  /// The place of samples of a thread of which no frame is known.
  func cutNode(of history: ThreadHistory) -> Int32 {
    tree.node(CallTree.cut, in: CallTree.root, of: history.index)
  }

  /// - Parameter states: What the thread was at, which only what is recorded tells.
  func add(_ weight: Weight, to node: Int32, in states: SampleStates = .unknown) {
    tree.add(weight, to: node)
    recording?.add(weight, to: node, in: states, of: tree, named: names)
  }

  /// What is added from now on is of this moment.
  ///
  /// - Parameter now: `CLOCK_MONOTONIC` in nanoseconds.
  func note(_ now: UInt64) {
    recording?.now = now / 1000 * 1000
  }

  /// Tells what is known beside the samples; the last word counts.
  func record(_ event: ProfileEvent) {
    recording?.record(event)
  }

  func profile(ledger: Ledger, version: String) -> Profile {
    Profile(
      functions: names.functions, frames: names.frames, threads: threads, nodes: tree.nodes, ledger: ledger,
      pythonVersion: version)
  }
}

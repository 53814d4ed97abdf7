internal import CPythonInspection
internal import LinuxProcess

/// Decides which thread collects garbage, and puts the mark of it into that thread's stacks.
///
/// Once warm it allocates nothing.
struct CollectionMarks {
  /// By interpreter: which thread collects, as far as is known, and in which collection.
  private var collectors: [Collector?] = []
  /// A stack with the mark in it.
  private var marked: [RawFrame] = []

  private struct Collector {
    var thread: RemoteAddress
    var ended: UInt64
  }

  /// The number of frames that are inside of a garbage collection that the thread runs; nil when it runs none.
  mutating func insideCount(
    _ index: Int, isWhole: Bool, in reader: borrowing StackReader, _ history: inout ThreadHistory
  ) -> Int? {
    switch reader.collection(index) {
    case .none:
      history.collection.end()
      return nil
    case .inside(let count):
      return count
    case .somewhere(let hadGIL, let hasRunPython, let ended):
      // The inner frames of one that is cut could be anything.
      guard isWhole else { return nil }
      reader.withFrames(index) {
        history.collection.note($0, before: history.frames, hasRunPython: hasRunPython, ended: ended)
      }
      let isCollector = elects(
        reader.address(index), of: reader.interpreter(index), hadGIL: hadGIL, ended: ended,
        isRefuted: history.collection.isRefuted)
      return isCollector ? Self.insideCount(index, in: reader, history.collection) : nil
    }
  }

  /// Lends the frames of a stack with the mark behind the innermost `inside` of them.
  mutating func withMark<Result>(
    at inside: Int, in frames: Span<RawFrame>, _ body: (Span<RawFrame>) -> Result
  ) -> Result {
    marked.removeAll(keepingCapacity: true)
    for position in frames.indices {
      if position == inside { marked.append(.garbageCollection) }
      marked.append(frames[position])
    }
    if inside >= frames.count { marked.append(.garbageCollection) }
    return body(marked.span)
  }

  /// Where the mark belongs in the last reading of a thread that collects.
  static func insideCount(
    _ index: Int, in reader: borrowing StackReader, _ trace: CollectionTrace
  ) -> Int? {
    reader.withFrames(index) { frames in
      reader.withEntries(index) { entries in
        trace.insideCount(frames, entries: entries) { reader.codeObjects[Int($0.code)].isFinalizer }
      }
    }
  }

  /// Whether this is the thread that collects.
  ///
  /// When a collection is seen for the first time that is the thread with the GIL: it had it when it began, and lets go
  /// of it in a finalizer only. From then on it stays the same thread, whoever has the GIL, unless its stack refutes it.
  private mutating func elects(
    _ thread: RemoteAddress, of interpreter: Int, hadGIL: Bool, ended: UInt64, isRefuted: Bool
  ) -> Bool {
    while collectors.count <= interpreter { collectors.append(nil) }
    if let known = collectors[interpreter], known.ended == ended {
      guard known.thread == thread else { return false }
      if isRefuted { collectors[interpreter] = nil }
      return !isRefuted
    }
    guard hadGIL, !isRefuted else { return false }
    collectors[interpreter] = Collector(thread: thread, ended: ended)
    return true
  }
}

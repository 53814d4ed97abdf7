internal import CPythonInspection

/// What one thread's stacks tell of where a garbage collection began, if this thread runs it.
///
/// From 3.15 on the interpreter names the frame, and this is not needed. Before, it says only that some thread collects.
/// What is certain then, from one sample to the next:
/// - the frame that began it is one of those that were there before, or was called by them since;
/// - it stands at the same instruction until the collection ends, and so do all frames outside of it; a thread in which
///   they do not is not the one that collects;
/// - while it calls nothing the thread has the GIL, and no frame at all moves;
/// - the finalizers and callbacks inside of it were called from C, which frames tell from 3.11 on.
///
/// Where that leaves several places, it is the outermost one with a `__del__` just inside, else the innermost one: most
/// of a collection calls nothing, and a callback that runs is found out because it moves. Before 3.11, where frames do not
/// tell what called them, the mark may stand too far inside when a callback that is no `__del__` calls other functions.
struct CollectionTrace {
  /// Collections that had ended before the one that goes on: what it is known by.
  private var ended: UInt64?
  /// Frames, counted from the outermost, that are older than the collection; and those that have stood still since.
  private var oldCount = 0
  private var stillCount = 0

  /// The thread does not collect.
  mutating func end() {
    ended = nil
  }

  /// Takes note of a whole stack that was read while some thread collected.
  ///
  /// - Parameters:
  ///   - frames: Innermost first.
  ///   - before: Those of the thread's last sample, with the mark if it had one.
  ///   - hasRunPython: The innermost frame does not stand still.
  ///   - ended: Collections that have ended.
  mutating func note(_ frames: Span<RawFrame>, before: [RawFrame], hasRunPython: Bool, ended: UInt64) {
    // What was inside of the mark in the last sample may have been called by a collection, and may still run.
    let mark = before.firstIndex(of: .garbageCollection)
    let trusted = mark.map { before.count - 1 - $0 } ?? before.count
    let isSame = self.ended == ended
    let count = isSame ? before.count - (mark == nil ? 0 : 1) : trusted
    var same = 0
    while same < min(count, frames.count),
      frames[frames.count - 1 - same] == Self.frame(before, same, trusted)
    { same += 1 }
    let still = hasRunPython ? max(0, frames.count - 1) : frames.count
    if isSame {
      stillCount = min(stillCount, same, still)
      return
    }
    self.ended = ended
    stillCount = still
    oldCount = same
    // The next one has moved on, or is the same function again.
    if same < min(count, frames.count),
      frames[frames.count - 1 - same].code == Self.frame(before, same, trusted).code
    {
      oldCount += 1
    }
  }

  /// The frame at `position` from the outermost, in a stack in which a mark stands inside of `trusted` frames.
  private static func frame(_ frames: [RawFrame], _ position: Int, _ trusted: Int) -> RawFrame {
    frames[frames.count - 1 - (position < trusted ? position : position + 1)]
  }

  /// The thread cannot be the one that collects: a frame has moved that would have to stand still.
  var isRefuted: Bool { stillCount < oldCount }

  /// Where the mark belongs in the stack that was noted last, if the thread collects.
  ///
  /// - Parameters:
  ///   - entries: For each frame that was called from C, how many frames there are from the innermost to it, in rising
  ///     order; nil where that is not known.
  ///   - isFinalizer: Whether a frame is one of a `__del__`.
  /// - Returns: How many frames are inside of it; nil when the thread cannot be the one that collects.
  func insideCount(
    _ frames: Span<RawFrame>, entries: Span<Int>?, isFinalizer: (RawFrame) -> Bool
  ) -> Int? {
    guard !isRefuted else { return nil }
    let most = frames.count - oldCount
    let least = max(0, frames.count - stillCount)
    guard let entries else {
      for inside in stride(from: most, through: max(least, 1), by: -1) where isFinalizer(frames[inside - 1]) {
        return inside
      }
      return least == 0 || least < frames.count ? least : nil
    }
    for index in entries.indices.reversed() {
      let inside = entries[index]
      if inside > 0, inside >= least, inside <= most, isFinalizer(frames[inside - 1]) { return inside }
    }
    if least == 0 { return 0 }
    // Outside of all Python frames only finalizers are called.
    let last = min(most, frames.count - 1)
    for index in entries.indices where entries[index] >= least && entries[index] <= last { return entries[index] }
    return nil
  }
}

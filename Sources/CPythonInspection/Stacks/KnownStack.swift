/// The frames of the last stack of a thread whose callers could be followed to the end, innermost first.
struct KnownStack: Sendable {
  struct Frame: Hashable, Sendable {
    var address: UInt64
    var executable: UInt64
    var previous: UInt64
    var owner: UInt8
  }

  private(set) var frames: [Frame] = []
  private var next: [Frame] = []
  /// The last of them that has code.
  private(set) var outermost: Frame?
  /// Whether all frames are kept, and not only the outermost that has code: of a thread that moves they are asked for.
  var isWanted = false
  /// Whether the thread has more stacks than one, as with greenlets: then it may be on another now.
  var isOneOfSeveral = false

  /// Begins with another stack.
  mutating func begin() {
    next.removeAll(keepingCapacity: true)
  }

  /// Its frames come from the innermost on.
  mutating func add(_ frame: Frame) {
    next.append(frame)
  }

  /// The stack that was begun came to its end.
  ///
  /// - Parameter outermost: Of its frames, the last that has code.
  mutating func end(_ outermost: Frame) {
    if !isWanted { next.append(outermost) }
    self.outermost = outermost
    swap(&frames, &next)
  }
}

/// How the reading of a capture ended.
package enum CaptureEnding: Hashable, Sendable {
  /// At its end, as its writer left it.
  case complete
  /// It breaks off after the last whole block: its writer was killed, or the disk was full.
  case cut(at: Int)
  /// At this byte there is something that no writer wrote; what stands before is told.
  case damaged(at: Int)
}

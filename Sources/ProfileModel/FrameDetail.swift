/// How finely the frames of a function are told apart; each tells what the one before does.
package enum FrameDetail: Int, Comparable, Sendable {
  /// By line.
  case lines
  /// By the piece of source that is executed, where its columns are known.
  case columns
  /// By instruction, and by what the interpreter has made of it.
  case instructions

  package static func < (one: FrameDetail, other: FrameDetail) -> Bool { one.rawValue < other.rawValue }
}

extension Profile {
  /// The most that is told of any frame.
  package var detail: FrameDetail { frames.lazy.map(\.detail).max() ?? .lines }
}

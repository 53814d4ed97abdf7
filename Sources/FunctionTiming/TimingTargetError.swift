/// Why a text names no function to time. Each case carries the text.
package enum TimingTargetError: Error, Hashable, Sendable {
  /// Nothing divides module and function.
  case noColon(String)
  /// Nothing stands left of the colon.
  case noPlace(String)
  /// Nothing stands right of the colon.
  case noName(String)
  /// A line of a module, where only a file has lines; or a line that no file has.
  case lineNumber(String, line: Int)
  /// The right side is no dotted name: a call, a space.
  case notAName(String, name: String)
}

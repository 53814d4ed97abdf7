package import Foundation

/// What a finished process left.
package struct ProcessOutcome: Sendable {
  /// How a process ended, as wait(2) tells it.
  package enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  package let status: Status
  /// Everything on standard output, to the byte.
  package let output: Data
  /// Everything on standard error.
  package let error: String
  /// From start to end.
  package let elapsed: Duration

  /// Standard output as text.
  package var text: String { String(decoding: output, as: UTF8.self) }
}

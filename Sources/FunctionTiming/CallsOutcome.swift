package import ProfileModel

/// What came of calling functions that no program calls. Texts are the program's; indices are those of targets.
package enum CallsOutcome: Hashable, Sendable {
  case ran(WarmUp)
  /// Some calls were not seen: something has switched the timer's events off.
  case unseen(WarmUp)
  case setupFailed(error: String)
  case argumentsFailed(error: String)
  case notFound(target: Int, reason: String)
  case notCallable(target: Int, reason: String)
  case raised(target: Int, error: String)
  /// The process ended before it could say.
  case none

  /// - Parameter words: As `calls.py` writes them, with a NUL between them.
  init(_ words: String) {
    let words = words.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, let number = Int(words[1]) else {
      self = .none
      return
    }
    let text = words[2]
    switch words[0] {
    case "ran": self = .ran(WarmUp(calls: number, hasSettled: text == "1"))
    case "unseen": self = .unseen(WarmUp(calls: number, hasSettled: text == "1"))
    case "setup": self = .setupFailed(error: text)
    case "arguments": self = .argumentsFailed(error: text)
    case "not-found": self = .notFound(target: number, reason: text)
    case "not-callable": self = .notCallable(target: number, reason: text)
    case "raised": self = .raised(target: number, error: text)
    default: self = .none
    }
  }

  /// Nil where no call was timed.
  package var warmUp: WarmUp? {
    switch self {
    case .ran(let warmUp), .unseen(let warmUp): warmUp
    default: nil
    }
  }
}

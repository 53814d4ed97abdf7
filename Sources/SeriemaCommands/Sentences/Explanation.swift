/// A failure in the words that a user reads: what happened, why, and what to do next.
struct Explanation: Error, Hashable, Sendable {
  var what: String
  var why: String?
  var next: String?
  /// 1: we failed; 64: wrong usage.
  var exitStatus: Int32

  init(_ what: String, why: String? = nil, next: String? = nil, exitStatus: Int32 = 1) {
    self.what = what
    self.why = why
    self.next = next
    self.exitStatus = exitStatus
  }

  /// The same, where another of our commands is to be tried than the one that the sentence was made for.
  func advising(_ command: String, insteadOf other: String) -> Explanation {
    var explanation = self
    explanation.next = next?.replacing("seriema \(other) ", with: "seriema \(command) ")
    return explanation
  }

  /// As it is printed, without the last line's end.
  func text(_ kind: String = "error") -> String {
    var lines = ["\(kind): \(what)"]
    if let why { lines.append("  why: \(why)") }
    if let next { lines.append("  try: \(next)") }
    return lines.joined(separator: "\n")
  }
}

/// Why a server has not taken a profile.
package enum PushFailure: Error, Hashable, Sendable {
  /// There was no answer: the library's own sentence, such as `Connection refused`.
  case unreachable(String)
  /// Nobody that is trusted vouches for the server: the library's own sentence.
  case untrusted(String)
  /// It kept us waiting for too long.
  case noAnswer
  /// An answer that says no, with the beginning of its text.
  case refused(status: Int, text: String)
  /// We could not ask.
  case noMemory

  /// It may go better later. A timeout, too many requests, and whatever is the server's own fault.
  ///
  /// Source: RFC 9110, section 15, and RFC 6585, section 4.
  package var mayPass: Bool {
    switch self {
    case .unreachable, .untrusted, .noAnswer, .noMemory: true
    case .refused(let status, _): status == 408 || status == 425 || status == 429 || (500...599).contains(status)
    }
  }
}

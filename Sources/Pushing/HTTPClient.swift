internal import CCurl
internal import Glibc

/// Posts over HTTP and HTTPS by libcurl, which is loaded when it is first needed: a program that pushes nothing runs, and
/// starts as fast, without it. Proxies are those of the environment (`https_proxy`, `no_proxy`).
///
/// Source: https://curl.se/libcurl/c/.
package struct HTTPClient: Sendable {
  /// Address of what stands for the library, which is never unloaded.
  private let library: UInt

  /// - Returns: nil when there is no libcurl.
  package init?() {
    guard let library = unsafe seriema_curl_open() else { return nil }
    self.library = UInt(bitPattern: library)
  }

  /// What was answered.
  struct Answer {
    var status: Int
    /// 0: the server named none.
    var retryAfterSeconds: Int
    /// Its beginning.
    var text: String
  }

  /// Asked again and again whether it is over.
  private final class Patience {
    let isOver: () -> Bool

    init(_ isOver: @escaping () -> Bool) {
      self.isOver = isOver
    }
  }

  /// - Parameters:
  ///   - headers: Whole lines.
  ///   - credentials: `user:password`, or empty.
  ///   - isOver: Asked about once a second; true breaks off.
  /// - Throws: `.unreachable` or `.noAnswer`; any status is an answer.
  func post(
    _ body: [UInt8], to url: String, headers: [String], credentials: String, timeoutMilliseconds: Int,
    isOver: @escaping () -> Bool
  ) throws(PushFailure) -> Answer {
    let asked = Patience(isOver)
    var patience = unsafe seriema_patience()
    unsafe patience.timeout_milliseconds = timeoutMilliseconds
    unsafe patience.connect_milliseconds = min(timeoutMilliseconds, Self.connectMilliseconds)
    // Lives until the line behind the call.
    unsafe patience.context = Unmanaged.passUnretained(asked).toOpaque()
    unsafe patience.is_over = { context in
      // The one above, from within the call.
      guard let context = unsafe context else { return 0 }
      return unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().isOver() ? 1 : 0
    }
    var answer = seriema_answer()
    // Texts and bytes are only read, and only during the call.
    let result = unsafe seriema_curl_post(
      UnsafeMutableRawPointer(bitPattern: library), url, credentials, headers.joined(separator: "\n"), body, body.count,
      &patience, &answer)
    withExtendedLifetime(asked) {}
    switch result {
    case 0:
      return Answer(status: answer.status, retryAfterSeconds: answer.retry_after_seconds, text: Self.text(of: answer))
    case -ETIMEDOUT, -ECANCELED: throw .noAnswer
    case -ENOMEM: throw .noMemory
    case -EKEYREJECTED: throw .untrusted(Self.text(of: answer))
    default: throw .unreachable(Self.text(of: answer))
    }
  }

  private static let connectMilliseconds = 5000

  /// A field that Swift sees as a tuple of characters.
  private static func text(of answer: seriema_answer) -> String {
    // The bytes are copied, up to the terminator.
    unsafe withUnsafeBytes(of: answer.text) { bytes in
      String(decoding: unsafe Array(bytes).prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

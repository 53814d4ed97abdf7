package import ProfileModel

/// What there is of a file that sampled code was compiled from, when a report is made.
package enum SourceFile: Hashable, Sendable {
  /// Its bytes, and when it was changed last (since 1970-01-01 00:00 UTC).
  case text([UInt8], changedAt: Nanoseconds)
  /// It was changed, or another took its place, after the program could have read it.
  case changed(at: Nanoseconds)
  /// It cannot be read; `reason` is the system's.
  case unreadable(reason: String)
  /// `<string>` and its like: code that was never in a file.
  case noFile
  /// Its path starts from a folder that is not known.
  case relative
  /// The recording was made on another host.
  case onHost(String)

  /// As the page says it; empty where there is text.
  var explanation: String {
    switch self {
    case .text: ""
    case .changed: "the file was changed after the program had started or its recording had begun"
    case .unreadable(let reason): "the file cannot be read: \(reason)"
    case .noFile: "this code was not compiled from a file"
    case .relative: "the path is relative, and it is not known to what folder"
    case .onHost(let host): "the program ran on another host, \(UntrustedText(host).escaped)"
    }
  }

  /// When it was changed last, where that is known; else zero.
  var changedAt: Nanoseconds {
    switch self {
    case .text(_, let moment), .changed(let moment): moment
    default: .zero
    }
  }
}

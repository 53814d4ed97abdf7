internal import Glibc
internal import Reporting

/// The page of timings, and where it goes; opened before the program starts, so that a mistake costs nothing.
struct TimingPageFile: ~Copyable {
  private var file: OutputFile
  private let isOpened: Bool

  /// - Parameters:
  ///   - path: `-` is standard output; nil a file of its own name in the working directory.
  ///   - isOpened: Whether a browser is to show it, once it is written.
  init(path: String?, isOpened: Bool) throws(Explanation) {
    file = try OutputFile(path: path ?? "timings_\(getpid()).html")
    self.isOpened = isOpened
  }

  /// - Throws: When it cannot be written; without words where a pipe was closed.
  mutating func write(_ page: TimingPage) throws(Explanation) {
    try file.replace { sink throws(Explanation) in
      var bytes: [UInt8] = []
      try page.write(into: &bytes) { (piece) throws(Explanation) in
        try sink.write(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if file.path != "-" { StandardError().write(["wrote \(UntrustedText(file.path).escaped)"]) }
    if isOpened { WebBrowser.show(file.path) }
  }
}

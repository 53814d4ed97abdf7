internal import Glibc

/// Where everything goes that is not a report on standard output.
struct StandardError {
  let terminal = Terminal(descriptor: STDERR_FILENO)

  func write(_ lines: [String]) {
    write(lines.map { $0 + "\n" }.joined())
  }

  func write(_ explanation: Explanation) {
    write(explanation.text() + "\n")
  }

  func warn(_ explanation: Explanation) {
    write(explanation.text("warning") + "\n")
  }

  /// What cannot be written (a closed pipe) is dropped: there is nowhere left to say so.
  private func write(_ text: String) {
    writeRaw(text)
  }

  /// As it is, without a line end.
  func writeRaw(_ text: String) {
    _ = try? OutputFile.write(Array(text.utf8), to: STDERR_FILENO)
  }
}

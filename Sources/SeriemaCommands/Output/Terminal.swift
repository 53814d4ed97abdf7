internal import Glibc
internal import Reporting

/// What is at the other end of a descriptor: how wide it is, and whether it takes colour.
struct Terminal {
  /// Columns; nil when it is no terminal and nothing else says.
  let width: Int?
  /// Lines; nil when it is no terminal.
  let height: Int?
  let style: TextStyle
  let isTerminal: Bool

  init(descriptor: Int32) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    let hasSize = isTerminal && answer == 0 && size.ws_col > 0
    height = hasSize && size.ws_row > 0 ? Int(size.ws_row) : nil
    let environment = Environment.current
    let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    width = hasSize ? Int(size.ws_col) : columns
    // https://no-color.org: set and not empty.
    let refusesColour = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    let demandsColour = !(environment["FORCE_COLOR"] ?? "").isEmpty
    style = !refusesColour && (isTerminal || demandsColour) ? .ansi : .plain
  }
}

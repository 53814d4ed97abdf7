internal import Glibc
internal import Reporting

/// Lines at the bottom of the terminal, drawn again and again; what the program prints scrolls above them.
///
/// The terminal's scrolling region keeps both apart, so that nothing of the program's is overwritten.
/// Source: DECSTBM, DECSC, DECRC, IND in DEC's VT510 manual (EK-VT520-RM).
struct LiveTable {
  /// Milliseconds from one drawing to the next.
  static let interval: Int32 = 250

  /// Lines that the region leaves out, and the size of the terminal when that was set.
  private var reserved = 0
  private var height = 0
  private var width = 0
  private var last: [String] = []

  /// - Parameter lines: Makes the lines for a width and a style.
  mutating func draw(_ lines: (_ width: Int?, _ style: TextStyle) -> [String]) {
    let terminal = StandardError().terminal
    guard let rows = terminal.height, let columns = terminal.width, rows >= 4 else { return }
    let all = lines(columns, terminal.style)
    let limit = rows / 2
    let shown = all.count > limit ? all.prefix(limit - 1) + ["…"] : all[...]
    var text = ""
    if (rows, columns) != (height, width) {
      text += reserved > 0 ? Self.save + Self.wholeRegion + Self.restore : ""
      (height, width, reserved, last) = (rows, columns, 0, [])
    }
    guard Array(shown) != last else { return }
    text += reserve(shown.count) + Self.save
    for row in 0..<reserved {
      text += "\u{1b}[\(rows - reserved + 1 + row);1H\u{1b}[2K" + (row < shown.count ? shown[row] : "")
    }
    last = Array(shown)
    StandardError().writeRaw(text + Self.restore)
  }

  /// Takes the lines away and gives the terminal back.
  mutating func clear() {
    guard reserved > 0 else { return }
    var text = Self.save + Self.wholeRegion
    for row in 0..<reserved { text += "\u{1b}[\(height - reserved + 1 + row);1H\u{1b}[2K" }
    StandardError().writeRaw(text + Self.restore)
    reserved = 0
    last = []
  }

  /// Moves what is on the screen up where it stands too low, without moving the cursor in its line.
  private mutating func reserve(_ count: Int) -> String {
    let more = count - reserved
    guard more > 0 else { return "" }
    reserved = count
    return String(repeating: "\u{1b}D", count: more) + "\u{1b}[\(more)A" + Self.save
      + "\u{1b}[1;\(height - reserved)r" + Self.restore
  }

  private static let save = "\u{1b}7"
  private static let restore = "\u{1b}8"
  private static let wholeRegion = "\u{1b}[r"
}

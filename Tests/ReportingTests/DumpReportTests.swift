import ProfileModel
import Testing

@testable import Reporting

@Suite struct DumpReportTests {
  private func lines(_ dump: ProcessDump, _ style: TextStyle = .plain) -> [String] {
    DumpReport(dump, currentDirectory: "/home/u/shop").lines(style: style)
  }

  @Test func showsAllThatADumpCanSay() throws {
    try Golden("dump").check(lines(DumpSamples.full))
  }

  @Test func saysTheSameWithColour() throws {
    let coloured = lines(DumpSamples.full, .ansi)
    try Golden("dump-ansi").check(coloured)
    #expect(coloured.map(\.withoutGraphicRenditions) == lines(DumpSamples.full))
  }

  @Test func showsHostileTextAsText() throws {
    let text = lines(DumpSamples.hostile)
    try Golden("dump-hostile").check(text)
    for line in text { #expect(!line.unicodeScalars.contains(where: UntrustedText.isHidden)) }
  }

  @Test func writesAllThatADumpCanSayAsJSON() throws {
    try Golden("dump-json").check(DumpJSON(DumpSamples.full).text.split(separator: "\n").map(String.init))
  }

  @Test func writesHostileTextAsJSON() throws {
    let text = DumpJSON(DumpSamples.hostile).text
    try Golden("dump-json-hostile").check(text.split(separator: "\n").map(String.init))
    #expect(!text.unicodeScalars.contains { $0 != "\n" && UntrustedText.isHidden($0) })
  }

  @Test(arguments: [
    // The whole line, a part, a part behind wide and narrow characters, none, and columns that cannot be.
    ("    pay()", 4, 9, ""), ("    x = pay()", 8, 13, "    ^^^^^"), ("x = 'é漢' + pay()", 14, 19, "            ^^^^^"),
    ("\tx = 1\t+ 2", 5, 10, "    ^^^^^"), ("pay()", 3, 99, ""), ("pay()", 7, 9, ""), ("pay()", 4, 2, ""),
    ("", 0, 0, ""),
  ])
  func marksWhatIsRunning(_ text: String, _ column: Int, _ endColumn: Int, _ mark: String) {
    let excerpt = SourceExcerpt(text, SourceSpan(line: 1, column: column, endColumn: endColumn))
    #expect(excerpt.mark == mark)
    #expect(excerpt.line == text.replacing("\t", with: " ").trimmingPrefix { $0 == " " })
  }

  @Test func cutsLongLinesAroundWhatIsRunning() {
    let text = String(repeating: "a", count: 5000) + " + pay() + " + String(repeating: "b", count: 5000)
    let excerpt = SourceExcerpt(text, SourceSpan(line: 1, column: 5003, endColumn: 5008))
    #expect(excerpt.line.count == 202 && excerpt.line.hasPrefix("…") && excerpt.line.hasSuffix("…"))
    let start = excerpt.mark.firstIndex(of: "^").map { excerpt.mark.distance(from: excerpt.mark.startIndex, to: $0) }
    #expect(start == 61)
    #expect(excerpt.line.dropFirst(61).hasPrefix("pay()"))
  }
}

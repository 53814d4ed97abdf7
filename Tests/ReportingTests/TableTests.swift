import Testing

@testable import Reporting

@Suite struct TableTests {
  @Test func neverCutsANumber() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let columns = (0..<Int.random(in: 1...8, using: &random)).map { column in
        switch Int.random(in: 0...3, using: &random) {
        case 0: Table.Column.text("text\(column)", ellipsis: .middle)
        case 1: Table.Column.text("path\(column)", ellipsis: .leading, minimum: 6)
        default: Table.Column.numbers("number\(column)")
        }
      }
      var table = Table(columns: columns)
      for _ in 0..<3 {
        table.append(
          columns.map { column in
            let length = Int.random(in: 0...14, using: &random)
            let letters = column.minimum == nil ? "0123456789" : "ab語e\u{301}👩‍👧"
            return Table.Cell(String((0..<length).compactMap { _ in letters.randomElement(using: &random) }))
          })
      }
      let width = Int.random(in: 1...130, using: &random)
      check(table, width: width, seed: seed)
    }
  }

  private func check(_ table: Table, width: Int, seed: UInt64) {
    let lines = table.lines(width: width, style: .plain)
    let linesPerRow = lines.count / (table.rows.count + 1)
    for (row, cells) in table.rows.enumerated() {
      let own = lines[((row + 1) * linesPerRow)..<((row + 2) * linesPerRow)]
      let words = own.flatMap { $0.split(separator: " ").map(String.init) }
      for (cell, column) in zip(cells, table.columns) where column.minimum == nil && !cell.text.isEmpty {
        #expect(words.contains(cell.text), "seed \(seed), width \(width)")
      }
    }
    // A line may only be too wide where a single number, or header, with its indent is.
    for line in lines where line.cellWidth > width {
      let words = line.split(separator: " ")
      #expect(
        words.count == 1 || words.allSatisfy { String($0).cellWidth <= 1 }, "seed \(seed), width \(width): \(line)")
    }
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") }, "seed \(seed)")
  }

  @Test func shrinksTextFirstAndWrapsThen() {
    var table = Table(columns: [
      .numbers("n"), .text("function", ellipsis: .middle, minimum: 8), .text("file", ellipsis: .leading, minimum: 8),
    ])
    table.append([Table.Cell("12345"), Table.Cell("Decoder.raw_decode"), Table.Cell("json/decoder.py:351")])
    #expect(
      table.lines(width: 34, style: .plain) == [
        "    n  function       file", "12345  Decode…decode  …oder.py:351",
      ])
    #expect(
      table.lines(width: 20, style: .plain) == [
        "    n  function", "    file", "12345  Decode…decode", "    …/decoder.py:351",
      ])
  }

  @Test func countsCells() {
    #expect("abc".cellWidth == 3)
    #expect("日本語".cellWidth == 6)
    #expect("e\u{301}".cellWidth == 1)
    #expect("한국".cellWidth == 4)
    #expect("\u{1112}\u{1161}\u{11ab}".cellWidth == 2)
    #expect("👩‍👧🇩🇪❤️".cellWidth == 6)
    #expect("क्ष".cellWidth == 2)
    #expect("µ…±−σ·".cellWidth == 6)
    #expect("ｆｕｌｌ".cellWidth == 8)
  }

  @Test func marksWhereTextGaveWay() {
    #expect(Ellipsis.middle.shorten("abcdefgh", to: 5) == "ab…gh")
    #expect(Ellipsis.leading.shorten("abcdefgh", to: 5) == "…efgh")
    #expect(Ellipsis.middle.shorten("日本語日本語", to: 6) == "日…語")
    #expect(Ellipsis.middle.shorten("abc", to: 3) == "abc")
    #expect(Ellipsis.leading.shorten("abc", to: 1) == "…")
  }

  @Test func breaksSentencesBetweenWords() {
    let lines = Paragraph("one two three four").lines(width: 9, style: .plain)
    #expect(lines == ["one two", "  three", "  four"])
    #expect(Paragraph("took 12 ms, 3 %").lines(width: 9, style: .plain) == ["took", "  12 ms,", "  3 %"])
    #expect(Paragraph("unbreakable", role: .quiet).lines(width: 3, style: .ansi) == ["\u{1b}[2munbreakable\u{1b}[0m"])
  }
}

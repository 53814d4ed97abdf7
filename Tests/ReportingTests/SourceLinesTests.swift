import ProfileModel
import Testing

@testable import Reporting

@Suite struct SourceLinesTests {
  private func lines(_ text: String) -> SourceLines { SourceLines(Array(text.utf8)) }

  private func misfit(_ text: String, _ name: String, at line: Int, sampled: [Int] = []) -> Int? {
    lines(text).misfit(functions: [Samples.function(name, "/x.py", line)], sampled: sampled)
  }

  @Test func splitsLinesAsPythonDoes() {
    #expect(lines("").lines == [])
    #expect(lines("a\nb").lines == ["a", "b"])
    #expect(lines("a\r\nb\rc\n\n\r\rd\n").lines == ["a", "b", "c", "", "", "", "d"])
    #expect(lines("a\u{c}b\u{b}\u{85}\u{2028}\n").lines == [#"a\x0cb\x0b\x85\u{2028}"#])
    #expect(lines("\u{feff}import x\n").lines == ["import x"])
  }

  @Test func showsWhatIsHidden() {
    #expect(
      lines("\tx = \"\\n\0\u{1b}[31m\u{202e}\"\t# \u{200d}\n").lines == [
        "\tx = \"\\n\\x00\\x1b[31m\\u{202e}\"\t# \u{200d}"
      ])
    #expect(SourceLines([0x61, 0xff, 0x0a]).lines == ["a\u{fffd}"])
    #expect(lines(String(repeating: "é", count: 4000)).lines == [String(repeating: "é", count: 999) + "…"])
  }

  @Test func findsColumnsOfWhatIsShown() {
    let read = lines("x = 1\n\ts = \"\u{1F9A4}é\u{202e}\" + t\n" + String(repeating: "y", count: 1200) + "\n")
    #expect([0, 4, 5, 6].map { read.column(ofByte: $0, in: 1) } == [0, 4, 5, nil])
    // 🦤 has four bytes and two units, é two and one, the mark is shown in eight.
    #expect([0, 1, 6, 10, 12, 15, 19].map { read.column(ofByte: $0, in: 2) } == [0, 1, 6, 8, 9, 17, 21])
    #expect([7, 11].allSatisfy { read.column(ofByte: $0, in: 2) == nil })
    #expect(read.column(ofByte: 10, in: 3) == nil)
    #expect(read.column(ofByte: 0, in: 0) == nil && read.column(ofByte: 0, in: 4) == nil)
    #expect(SourceLines([0x61, 0xff, 0x0a]).column(ofByte: 1, in: 1) == nil)
    #expect(lines("\u{feff}import x\n").column(ofByte: 7, in: 1) == 7)
  }

  /// Where a recording tells no more of a function's beginning than its first line that ran.
  @Test func fitsWhatBeginsSomewhereBefore() {
    func misfit(_ text: String, _ name: String, _ line: Int) -> Int? {
      lines(text).misfit(functions: [Samples.function(name, "/x.py", line)], sampled: [line], knowsBeginnings: false)
    }
    let text = "import x\n\ndef f(\n  a,\n):\n  g = lambda: (\n    a)\n  return a\n"
    #expect(misfit(text, "f", 8) == nil && misfit(text, "f", 3) == nil)
    #expect(misfit(text, "f.<locals>.<lambda>", 7) == nil)
    #expect(misfit("f(1)\n# f\nclass A:\n  async def g(): pass\n", "f", 4) == 4)
    #expect(misfit("@f\nclass A:\n  async def g():\n    pass\n", "A.g", 4) == nil)
    #expect(misfit(text, "g2", 8) == 8 && misfit(text, "f", 2) == 2 && misfit(text, "f", 9) == 9)
  }

  @Test func fitsWhatWasCompiledFromIt() {
    #expect(misfit("def f():\n  pass\n", "f", at: 1, sampled: [1, 2]) == nil)
    #expect(misfit("class A:\n  async  def f(self): pass\n", "A.f", at: 2) == nil)
    #expect(misfit("class A:\n  pass\n", "A", at: 1) == nil)
    #expect(misfit("@cache\n@other(\n  1,\n)\n# why\ndef f(): pass\n", "outer.<locals>.f", at: 1) == nil)
    #expect(misfit("x = sorted(y, key=lambda z: z)\n", "<lambda>", at: 1) == nil)
    #expect(misfit("x = [y for y in z]\n", "<listcomp>", at: 1) == nil)
    #expect(misfit("def größe(): pass\n", "größe", at: 1) == nil)
    #expect(misfit("def f(x: int): pass\n", "__annotate__", at: 1) == nil)
    #expect(misfit("\n# no code\n", "<module>", at: 1, sampled: [0, 1]) == nil)
  }

  @Test func tellsAnotherText() {
    #expect(misfit("@cache\nasync def g(f): pass\ndef f(): pass\n", "f", at: 1) == 1)
    #expect(misfit("# new\ndef f():\n  pass\n", "f", at: 1) == 1)
    #expect(misfit("def f2():\n  pass\n", "f", at: 1) == 1)
    #expect(misfit("def f():\n", "f", at: 7) == 7)
    #expect(misfit("@cache\ndef g(): return f()\n", "f", at: 1) == 1)
    #expect(misfit("def f():\n  pass\n", "<lambda>", at: 2) == 2)
    #expect(misfit("def f():\n\n  pass\n", "f", at: 1, sampled: [3, 2]) == 2)
    #expect(misfit("def f():\n  pass\n", "f", at: 1, sampled: [3]) == 3)
  }
}

import Testing

@testable import Reporting

@Suite struct UntrustedTextTests {
  @Test(arguments: [
    ("plain_name", "plain_name"), ("\u{1b}[31m", "\\x1b[31m"), ("a\u{0}b", "a\\x00b"), ("\u{7f}\u{9b}", "\\x7f\\x9b"),
    ("a\u{202e}b", "a\\u{202e}b"), ("\u{2066}\u{200f}\u{61c}", "\\u{2066}\\u{200f}\\u{61c}"),
    ("\u{2028}\n\u{85}", "\\u{2028}\\x0a\\x85"), ("\\x1b", "\\\\x1b"), ("ж語é👩‍👧", "ж語é👩‍👧"), ("\u{feff}", "\\u{feff}"),
    ("\r\n", "\\x0d\\x0a"), ("\u{e0041}\u{10ffff}", "\\u{e0041}\\u{10ffff}"),
  ])
  func showsWhatIsHidden(_ raw: String, _ escaped: String) {
    #expect(UntrustedText(raw).escaped == escaped)
    #expect(UntrustedText(raw).needsEscaping == (raw != escaped))
  }

  @Test(arguments: [
    ("", "''"), ("a-b/c.py", "a-b/c.py"), ("two words", "'two words'"), ("it's", "'it'\\''s'"), ("$HOME", "'$HOME'"),
    ("f.<locals>.g", "'f.<locals>.g'"), ("a\nb'\\", "$'a\\012b\\'\\\\'"), ("\u{202e}1", "$'\\342\\200\\2561'"),
    ("ü", "'ü'"),
  ])
  func quotesForTheShell(_ word: String, _ quoted: String) {
    #expect(word.shellQuoted == quoted)
  }
}

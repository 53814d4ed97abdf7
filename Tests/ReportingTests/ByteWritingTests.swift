import Testing

@testable import Reporting

/// Numbers and texts as bytes of the formats.
struct ByteWritingTests {
  private func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func digits(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test(arguments: [0, 7, 10, 99, 100, -1, -10, 1_234_567_890, .max, .min])
  func writesIntegers(_ value: Int) {
    #expect(text { $0.write(value) } == "\(value)")
  }

  @Test(
    arguments: [
      (0, 6, "0"), (1, 6, "0.000001"), (1_500_000, 6, "1.5"), (-1_500_000, 6, "-1.5"), (20_000_001, 6, "20.000001"),
      (1000, 3, "1"), (1001, 3, "1.001"), (110, 3, "0.11"), (12, 1, "1.2"), (.min, 9, "-9223372036.854775808"),
    ] as [(Int64, Int, String)])
  func writesExactDecimals(_ value: Int64, _ decimals: Int, _ expected: String) {
    #expect(text { $0.write(value, decimals: decimals) } == expected)
  }

  @Test func writesTextsThatNothingObeys() {
    #expect(text { $0.write(json: "a/b") } == #""a/b""#)
    #expect(
      text { $0.write(json: "</script>\"\\\n\u{0}\u{7f}\u{202e}\u{e0001}é") }
        == #""<\/script>\"\\\n\u0000\u007f\u202e\udb40\udc01é""#)
    #expect(text { $0.write(jsonShown: "a\u{202e}b") } == #""a\\u{202e}b""#)
    #expect(text { $0.write(json: .infinity) } == "null")
    #expect(text { $0.write(xmlShown: "<a b='\"&\u{1}\u{ffff}") } == #"&lt;a b=&#39;&quot;&amp;\x01\u{ffff}"#)
  }

  /// What `marshal.dumps(value, 2)` of Python 3.11 gives.
  @Test(arguments: [
    (5, "6905000000"), (-1, "69ffffffff"), (1 << 31, "6c03000000000000000200"),
    (-(1 << 31) - 1, "6cfdffffff010000000200"), (1 << 62, "6c0500000000000000000000000400"),
  ])
  func marshalsIntegers(_ value: Int, _ expected: String) {
    #expect(digits { $0.write(marshalling: value) } == expected)
  }

  @Test func marshalsOtherObjects() {
    #expect(digits { $0.write(marshalling: 1.5) } == "67000000000000f83f")
    #expect(digits { $0.write(marshalling: "aé") } == "750300000061c3a9")
  }

  @Test(
    arguments: [
      ("/home/ada/shop/app.py", .program), ("app.py", .program), ("<string>", .program), ("", .program),
      ("/usr/lib/python3.13/json/decoder.py", .standardLibrary), ("<frozen importlib._bootstrap>", .standardLibrary),
      ("/opt/lib64/python3.9/ast.py", .standardLibrary), ("/app/lib/python313.zip/ast.py", .standardLibrary),
      ("/srv/.venv/lib/python3.13/site-packages/jinja2/__init__.py", .library),
      ("/usr/lib/python3/dist-packages/yaml/__init__.py", .library), ("/home/ada/python3/app.py", .program),
    ] as [(String, FrameCategory)])
  func knowsWhoseCodeAFileIs(_ file: String, _ expected: FrameCategory) {
    #expect(FrameCategory(of: "f", in: file) == expected)
  }
}

import Testing

@testable import Reporting

@Suite struct JSONParsingTests {
  @Test(arguments: 1...50)
  func readsWhatItWrote(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let value = Self.value(depth: 0, &generator)
    #expect(try JSONValue(parsing: value.text) == value, "seed \(seed)")
  }

  private static func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0...(depth > 4 ? 4 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .int(Int.random(in: .min ... .max, using: &generator))
    case 3: return .double(Double.random(in: -1e9...1e9, using: &generator) + 0.125)
    case 4: return .string(text(&generator))
    case 5: return .array((0..<count).map { _ in value(depth: depth + 1, &generator) })
    default: return .object((0..<count).map { _ in .init(text(&generator), value(depth: depth + 1, &generator)) })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{0}", "\u{1b}", "é", "\u{202e}", "😀", "\u{e0001}", "/"]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      text.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)])
    }
    return String(text)
  }

  @Test(arguments: [
    ("", 0), ("  ", 2), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("nul", 0), ("1 2", 2), ("\"a", 2), ("\"\\x\"", 2),
    ("\"\\u12g4\"", 3), ("{\"a\" 1}", 5), ("{1: 2}", 1), ("\"\u{1}\"", 1), ("+1", 0), ("-", 0), ("[1", 2), ("é", 0),
  ])
  func refusesWhatIsNoJSON(_ text: String, _ offset: Int) {
    #expect(throws: JSONError(offset: offset)) { try JSONValue(parsing: text) }
  }

  @Test func refusesWhatIsNestedTooDeep() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    #expect(throws: Never.self) {
      try JSONValue(parsing: String(repeating: "[", count: 150) + String(repeating: "]", count: 150))
    }
  }

  @Test func readsEscapes() throws {
    let text = #"{"a": "\u0041\t\/\ud83d\ude00", "b": [1e3, -0.5, 12, true, null]}"#
    let value = try JSONValue(parsing: text)
    #expect(value["a"]?.string == "A\t/😀")
    #expect(value["b"]?.array?.map(\.double) == [1000, -0.5, 12, nil, nil])
    #expect(value["b"]?.array?.first?.int == 1000)
    #expect(value["c"] == nil)
  }
}

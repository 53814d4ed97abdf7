import Foundation

/// A line table, and the lines that its own interpreter reads in it.
struct LineTableVector: Decodable {
  let name: String
  let firstLine: Int
  /// `co_linetable` in hexadecimal digits.
  let table: String
  let lines: [Run]

  /// So many code units in a row with this line, or with none.
  struct Run: Decodable {
    let count: Int
    let line: Int32?

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      count = try values.decode(Int.self)
      line = try values.decodeNil() ? nil : values.decode(Int32.self)
    }
  }

  static func load(_ json: Data) throws -> [LineTableVector] {
    try JSONDecoder().decode([LineTableVector].self, from: json)
  }

  var bytes: [UInt8] {
    let digits = Array(table.utf8)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)!
    }
  }

  var unitCount: Int { lines.reduce(0) { $0 + $1.count } }

  /// By code unit; one without a line has that of the nearest before it, or else the first line.
  var expected: [Int32] {
    var shown = Int32(firstLine)
    return lines.flatMap { run in
      shown = run.line ?? shown
      return [Int32](repeating: shown, count: run.count)
    }
  }
}

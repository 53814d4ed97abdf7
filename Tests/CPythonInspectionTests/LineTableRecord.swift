import Foundation

/// A line table of a module, and what its own interpreter reads in it, as `line_tables.py` writes it.
struct LineTableRecord {
  var name: String
  var firstLine: Int
  var table: [UInt8]
  /// By code unit.
  var units: [Unit]

  struct Unit {
    var line: Int32?
    /// Line, end line, column and end column; empty before 3.11.
    var position: [Int32?]
  }

  /// - Parameter hasPositions: From 3.11 on.
  static func load(_ data: Data, hasPositions: Bool) -> [LineTableRecord] {
    var reader = IntegerReader(words: data.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) })
    var records: [LineTableRecord] = []
    while !reader.isAtEnd {
      let name = String(decoding: reader.bytes(), as: UTF8.self)
      let firstLine = Int(reader.next())
      let table = reader.bytes()
      let units = (0..<reader.next()).map { _ in
        Unit(line: reader.optional(), position: hasPositions ? (0..<4).map { _ in reader.optional() } : [])
      }
      records.append(LineTableRecord(name: name, firstLine: firstLine, table: table, units: units))
    }
    return records
  }

  /// By code unit; one without a line has that of the nearest before it, or else the first line.
  var expectedLines: [Int32] {
    var shown = Int32(firstLine)
    return units.map { unit in
      shown = unit.line ?? shown
      return shown
    }
  }
}

private struct IntegerReader {
  let words: [Int32]
  var position = 0

  var isAtEnd: Bool { position >= words.count }

  mutating func next() -> Int32 {
    position += 1
    return words[position - 1]
  }

  mutating func optional() -> Int32? {
    let value = next()
    return value == -1 ? nil : value
  }

  mutating func bytes() -> [UInt8] {
    let count = Int(next())
    let wordCount = (count + 3) / 4
    let bytes = words[position..<(position + wordCount)].withUnsafeBytes { Array($0.prefix(count)) }
    position += wordCount
    return bytes
  }
}

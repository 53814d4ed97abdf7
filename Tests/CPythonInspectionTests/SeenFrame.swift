import CPythonInspection
import Foundation

/// A frame as a Python program or the reader describes it, and how often it stands in a row.
struct SeenFrame: Hashable {
  var function: String
  var file: String
  var firstLine: Int
  var line: Int
  var count: Int
}

extension SeenFrame: Decodable {
  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    function = try values.decode(String.self)
    file = try values.decode(String.self)
    firstLine = try values.decode(Int.self)
    line = try values.decode(Int.self)
    count = try values.decode(Int.self)
  }
}

/// What a thread of a Python program says of itself.
struct SeenThread: Decodable {
  var native: Int32
  /// Innermost first.
  var frames: [SeenFrame]

  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    native = try values.decode(Int32.self)
    frames = try values.decode([SeenFrame].self)
  }

  static func all(in line: String) throws -> [Int32: [SeenFrame]] {
    let threads = try JSONDecoder().decode([SeenThread].self, from: Data(line.utf8))
    return Dictionary(uniqueKeysWithValues: threads.map { ($0.native, $0.frames) })
  }
}

extension CodeObject {
  /// The first line where the frame has not begun.
  fileprivate func line(ofUnit unit: UInt32) -> Int {
    unit == RawFrame.notBegun ? firstLine : Int(lines[Int(unit)])
  }
}

extension StackReader {
  /// The frames of one thread of the last reading, innermost first.
  func seenFrames(_ index: Int) -> [SeenFrame] {
    withFrames(index) { frames in
      var seen: [SeenFrame] = []
      for position in 0..<frames.count {
        let code = codeObjects[Int(frames[position].code)]
        let frame = SeenFrame(
          function: code.qualifiedName, file: code.file, firstLine: code.firstLine,
          line: code.line(ofUnit: frames[position].unit), count: 1)
        if var last = seen.last, last.function == frame.function, last.line == frame.line, last.file == frame.file {
          last.count += 1
          seen[seen.count - 1] = last
        } else {
          seen.append(frame)
        }
      }
      return seen
    }
  }

  /// The frames of every thread, by the kernel's id.
  func allSeenFrames() -> [Int32: [SeenFrame]] {
    var all: [Int32: [SeenFrame]] = [:]
    for index in 0..<threadCount { all[nativeThread(index)] = seenFrames(index) }
    return all
  }
}

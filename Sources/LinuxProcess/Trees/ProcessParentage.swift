/// Which process an id belongs to, and that one's parent.
struct ProcessParentage: Hashable {
  /// The process itself, or the one that the id is a thread of.
  var process: Int32
  /// 0 where it has none in our PID namespace.
  var parent: Int32
}

extension ProcessParentage {
  /// Reads both for an id of `/proc`.
  ///
  /// Source: `Tgid` and `PPid` of `/proc/PID/status`, proc(5). `/proc/PID/stat` is shorter, and does not tell a thread
  /// from a process.
  /// - Parameter buffer: For what is read; a few hundred bytes suffice, as both are among the first lines.
  /// - Returns: nil when nothing has the id now.
  init?(of id: Int32, using buffer: inout [UInt8]) {
    guard let file = try? Descriptor(readingFrom: "/proc/\(id)/status"),
      let count = try? file.read(into: &buffer, at: 0)
    else { return nil }
    self.init(parsing: buffer[..<count])
  }

  init?(parsing text: ArraySlice<UInt8>) {
    guard let process = Self.number(after: "\nTgid:\t", in: text),
      let parent = Self.number(after: "\nPPid:\t", in: text)
    else { return nil }
    self.process = process
    self.parent = parent
  }

  private static func number(after label: StaticString, in text: ArraySlice<UInt8>) -> Int32? {
    let pattern = label.withUTF8Buffer { unsafe Array($0) }
    guard text.count > pattern.count else { return nil }
    for start in text.indices.dropLast(pattern.count) where text[start] == pattern[0] {
      guard text[start...].starts(with: pattern) else { continue }
      var value: Int32 = 0
      for byte in text[(start + pattern.count)...] {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return value }
        value = value &* 10 &+ Int32(byte - UInt8(ascii: "0"))
      }
      return nil
    }
    return nil
  }
}

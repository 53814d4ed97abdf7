internal import LinuxProcess

/// The text that `Py_GetVersion` makes once and `sys.version` shows, such as `3.9.18 (main, Nov 2 2023, 10:11:12) \n[GCC
/// 12.2.0]`.
///
/// It stands in the writable part of whichever object CPython is in, and is told from the versions of other libraries by
/// what follows the number. Source: `Python/getversion.c`; distributions put their names in the middle.
enum VersionText {
  /// Bytes of the buffer, its end included: 250 in CPython, 300 from 3.13 on.
  private static let lengthLimit = 300
  private static let blockSize = 1 << 20
  /// Programs with more variables than this hold something else in them.
  private static let searchLimit: UInt64 = 1 << 27

  /// - Returns: nil where there is none, or not yet: an interpreter makes it soon after its start.
  static func find(in image: ELFImage, _ memory: ProcessMemory) -> PythonVersion? {
    for (start, count) in image.writableRanges where count <= searchLimit {
      var offset = 0
      while offset < Int(count) {
        let size = min(blockSize + lengthLimit, Int(count) - offset)
        if let block = readable(start + offset, count: size, memory), let version = find(in: block) { return version }
        offset += blockSize
      }
    }
    return nil
  }

  /// Reads what can be read of a block from its beginning: a part behind it may be closed.
  private static func readable(_ start: RemoteAddress, count: Int, _ memory: ProcessMemory) -> [UInt8]? {
    if let all = try? memory.read(start, count: count) { return all }
    var bytes: [UInt8] = []
    let page = Int(MemoryMap.pageSize)
    while bytes.count < count {
      let next = start + bytes.count
      let size = min(page - Int(next.rawValue % UInt64(page)), count - bytes.count)
      guard let part = try? memory.read(next, count: size) else { break }
      bytes += part
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// The first such text in a block of memory.
  static func find(in bytes: [UInt8]) -> PythonVersion? {
    for major in ["2.", "3."] {
      var from = 0
      while let position = bytes.firstPosition(of: Array(major.utf8), from: from) {
        if position == 0 || bytes[position - 1] == 0, let version = parse(bytes[position...].prefix(lengthLimit)) {
          return version
        }
        from = position + 1
      }
    }
    return nil
  }

  /// `major.minor.micro`, `a`, `b` or `rc` with a number, and then the build in parentheses and the compiler in brackets.
  static func parse(_ bytes: ArraySlice<UInt8>) -> PythonVersion? {
    let text = bytes.prefix { $0 != 0 }
    guard text.count < bytes.count, text.last == UInt8(ascii: "]"),
      let space = text.firstIndex(of: UInt8(ascii: " ")),
      let build = text[space...].firstIndex(of: UInt8(ascii: "(")),
      let compiler = text[build...].firstIndex(of: UInt8(ascii: "[")),
      text[build..<compiler].contains(UInt8(ascii: ")")), text[build..<compiler].contains(UInt8(ascii: ","))
    else { return nil }
    return number(text[..<space])
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> PythonVersion? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard
      let match = text.wholeMatch(of: /(\d{1,2})\.(\d{1,2})\.(\d{1,3})(?:(a|b|rc)(\d{1,2}))?\+?/),
      let major = Int(match.1), let minor = Int(match.2), let micro = Int(match.3)
    else { return nil }
    var version = PythonVersion(major, minor, micro)
    if let level = match.4, let serial = match.5.flatMap({ UInt8($0) }), serial < 16 {
      version.release = (level == "a" ? 0xa0 : level == "b" ? 0xb0 : 0xc0) | serial
    }
    return version
  }
}

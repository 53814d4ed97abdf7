internal import Glibc

/// The mappings of a process, as `/proc/PID/maps` lists them.
package struct MemoryMap: Sendable {
  package var mappings: [Mapping]

  /// One line of the list.
  package struct Mapping: Hashable, Sendable {
    package var start: RemoteAddress
    package var end: RemoteAddress
    package var isExecutable: Bool
    /// Where in the file the mapping begins, in bytes.
    package var fileOffset: UInt64
    package var file: FileIdentity
    /// As the kernel prints it, from our root; empty for anonymous memory.
    package var path: String
    /// The file has been removed, or replaced by another of the same name.
    package var isDeleted: Bool
  }

  /// - Throws: `.noSuchProcess`, `.zombie`, `.notPermitted`.
  package init(of process: ProcessID) throws(ProcessError) {
    let bytes: [UInt8]
    do throws(ProcessError) {
      bytes = try Descriptor(readingFrom: "/proc/\(process)/maps").readAll()
    } catch .system(let call, let number) {
      throw number == ENOENT ? .noSuchProcess(process) : ProcessAccess.error(number, from: call, on: process)
    }
    if bytes.isEmpty, try ProcessStatus(of: process).state == "Z" { throw .zombie(process) }
    self.init(parsing: bytes)
  }

  /// Reads the text of a maps file; lines of another form are left out.
  package init(parsing bytes: [UInt8]) {
    mappings = bytes.split(separator: UInt8(ascii: "\n")).compactMap(Mapping.init(parsing:))
  }
}

extension MemoryMap.Mapping {
  /// `start-end perms offset major:minor inode   path`
  init?(parsing line: ArraySlice<UInt8>) {
    let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: true)
    guard fields.count >= 5 else { return nil }
    let range = fields[0].split(separator: UInt8(ascii: "-"))
    let device = fields[3].split(separator: UInt8(ascii: ":"))
    guard range.count == 2, device.count == 2, fields[1].count >= 4,
      let start = UInt64(hexadecimal: range[0]), let end = UInt64(hexadecimal: range[1]),
      let offset = UInt64(hexadecimal: fields[2]),
      let major = UInt64(hexadecimal: device[0]), let minor = UInt64(hexadecimal: device[1]),
      let inode = UInt64(String(decoding: fields[4], as: UTF8.self))
    else { return nil }
    self.start = RemoteAddress(start)
    self.end = RemoteAddress(end)
    isExecutable = fields[1][fields[1].startIndex + 2] == UInt8(ascii: "x")
    fileOffset = offset
    file = FileIdentity(major: major, minor: minor, inode: inode)
    // The kernel pads with blanks; a path's own leading blanks cannot be told from these.
    let text = fields.count > 5 ? String(decoding: fields[5].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self) : ""
    isDeleted = text.hasSuffix(" (deleted)")
    path = isDeleted ? String(text.dropLast(" (deleted)".count)) : text
  }
}

extension UInt64 {
  /// The number that hexadecimal digits write; nil for anything else.
  fileprivate init?(hexadecimal digits: ArraySlice<UInt8>) {
    guard !digits.isEmpty, digits.count <= 16 else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard let number = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
      value = value << 4 | UInt64(number)
    }
    self = value
  }
}

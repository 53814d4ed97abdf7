internal import Glibc

/// The mappings of a process, as `/proc/PID/maps` lists them.
package struct MemoryMap: Sendable {
  package var mappings: [Mapping]

  /// One line of the list.
  package struct Mapping: Hashable, Sendable {
    package var start: RemoteAddress
    package var end: RemoteAddress
    package var isReadable: Bool
    package var isWritable: Bool
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

  /// Bytes of a page of memory, the unit of all mappings.
  package static let pageSize = UInt64(getpagesize())

  /// The mapping that holds an address; nil when none does.
  package func mapping(holding address: RemoteAddress) -> Mapping? {
    mappings.first { $0.start.rawValue <= address.rawValue && address.rawValue < $0.end.rawValue }
  }

  /// Where a byte of a file lies in the object whose beginning `first` is; nil when it is not mapped there.
  ///
  /// The same file may be mapped again, elsewhere: the nearest after `first` counts.
  package func address(ofFileOffset offset: UInt64, in first: Mapping) -> RemoteAddress? {
    let holding = mappings.filter { mapping in
      mapping.file == first.file && mapping.start.rawValue >= first.start.rawValue && mapping.fileOffset <= offset
        && offset - mapping.fileOffset < mapping.end.rawValue &- mapping.start.rawValue
    }
    let nearest = holding.min { $0.start.rawValue < $1.start.rawValue }
    return nearest.map { RemoteAddress($0.start.rawValue &+ (offset - $0.fileOffset)) }
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
    let permissions = Array(fields[1])
    isReadable = permissions[0] == UInt8(ascii: "r")
    isWritable = permissions[1] == UInt8(ascii: "w")
    isExecutable = permissions[2] == UInt8(ascii: "x")
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

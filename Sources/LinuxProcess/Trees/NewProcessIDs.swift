internal import CLinux

/// Which ids have been given to processes and threads since it was last asked.
///
/// The kernel gives ids in rising order and says which was the last, so one read of one file tells whether anything has
/// begun at all, on the whole machine: nothing is asked of any process, and no right is needed. Where that is not to be
/// had the folders of `/proc` are compared with those of the last look.
/// Source: the last number of `/proc/loadavg`, proc(5); `idr_alloc_cyclic` in `kernel/pid.c`.
struct NewProcessIDs: ~Copyable {
  /// `/proc/loadavg`, unless some container shows one of its own making.
  private let lastFile: LastIDFile?
  private var last: Int32
  private let limit: Int32
  private var buffer = [UInt8](repeating: 0, count: 128)
  /// Processes that were there at the last look at all of them.
  private var listed: Set<Int32> = []

  /// More than this in one step is as well found by a list of all.
  private static let longestStep: Int32 = 2048

  /// A thread that has just begun has one of so many last ids.
  private static let recentCount: Int32 = 10_000

  /// To be made on a thread that has just begun: whether the kernel counts it shows whether the file can be trusted.
  init() {
    limit = Self.highestID()
    let file = LastIDFile()
    let read = file?.read(using: &buffer) ?? 0
    last = read
    let isTrue = read > 0 && Self.step(from: ThreadID.own.rawValue, to: read, limit) < Self.recentCount
    lastFile = isTrue ? file : nil
    listed = Set(Self.all())
  }

  /// Whether one read tells that nothing has begun.
  var isCheap: Bool { lastFile != nil }

  /// The ids given since the last call, each of which may be a thread's or gone already.
  mutating func next() -> [Int32] {
    guard let now = lastFile?.read(using: &buffer) else { return newlyListed() }
    let count = Self.step(from: last, to: now, limit)
    guard count > 0 else { return [] }
    defer { last = now }
    guard count <= Self.longestStep else { return newlyListed() }
    return (1...count).map { (last + $0 - 1) % limit + 1 }
  }

  /// Processes of `/proc` that were not there at the last look at all of them.
  mutating func newlyListed() -> [Int32] {
    let all = Self.all()
    defer { listed = Set(all) }
    return all.filter { !listed.contains($0) }
  }

  /// How many ids lie behind `start`, up to `end`; the highest is followed by the lowest.
  private static func step(from start: Int32, to end: Int32, _ limit: Int32) -> Int32 {
    end >= start ? end - start : end + limit - start
  }

  private static func highestID() -> Int32 {
    let bytes = (try? Descriptor(readingFrom: "/proc/sys/kernel/pid_max").readAll()) ?? []
    return Int32(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)) ?? 1 << 22
  }

  private static func all() -> [Int32] {
    NumberedFolders.names(in: "/proc")
  }
}

/// A class: where an optional `Descriptor` stood in its place, debug builds of Swift 6.3.1 closed descriptor 0.
private final class LastIDFile {
  private let descriptor: Descriptor

  init?() {
    guard let opened = try? Descriptor(readingFrom: "/proc/loadavg") else { return nil }
    descriptor = opened
  }

  /// - Returns: nil where it does not say.
  func read(using buffer: inout [UInt8]) -> Int32? {
    guard let count = try? descriptor.read(into: &buffer, at: 0), count > 0,
      let space = buffer[..<count].lastIndex(of: UInt8(ascii: " "))
    else { return nil }
    return Int32(String(decoding: buffer[(space + 1)..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}

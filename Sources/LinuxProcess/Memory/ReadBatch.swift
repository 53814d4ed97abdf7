internal import CLinux
internal import Glibc

/// Many ranges of another process, copied by one process_vm_readv into one buffer.
///
/// The kernel takes 1,024 ranges a call, so only beyond that are there more calls than one. Filling and performing
/// allocate nothing: the storage is there before.
@usableFromInline
@safe package struct ReadBatch: ~Copyable {
  /// Ranges that a batch holds.
  package static let rangeLimit = 1 << 18
  /// Ranges that the kernel takes at once, IOV_MAX.
  private static let callLimit = 1024

  /// Bytes between two ranges that are copied for nothing, rather than asking for two.
  private static let gapLimit = 1024

  // Written to by the kernel, so it must not move: no array.
  @usableFromInline var buffer: UnsafeMutableRawBufferPointer
  private let ranges: UnsafeMutableBufferPointer<iovec>
  /// Ranges added since `removeAll()`.
  package private(set) var rangeCount = 0
  /// Ranges that were asked of the kernel.
  private var performedCount = 0
  /// Bytes that the added ranges take in the buffer.
  package private(set) var byteCount = 0
  /// Bytes that were copied since; what lies behind is from before.
  @usableFromInline package private(set) var copiedCount = 0

  /// - Parameter capacity: Bytes that all ranges together may have.
  package init(capacity: Int) {
    unsafe buffer = Self.zeroes(capacity)
    unsafe ranges = .allocate(capacity: Self.rangeLimit)
  }

  deinit {
    unsafe free(buffer.baseAddress)
    unsafe ranges.deallocate()
  }

  /// Memory that costs nothing until it is used, of which a batch at its start needs little.
  private static func zeroes(_ count: Int) -> UnsafeMutableRawBufferPointer {
    let memory = unsafe calloc(count, 1)
    unsafe precondition(memory != nil, "no memory")
    return unsafe UnsafeMutableRawBufferPointer(start: memory, count: count)
  }

  /// Bytes that all ranges together may have.
  package var capacity: Int { unsafe buffer.count }

  /// Makes room for `capacity` bytes in all; what was copied before is lost.
  package mutating func reserve(capacity: Int) {
    guard capacity > self.capacity else { return }
    unsafe free(buffer.baseAddress)
    unsafe buffer = Self.zeroes(capacity)
    removeAll()
    copiedCount = 0
  }

  package mutating func removeAll() {
    rangeCount = 0
    performedCount = 0
    byteCount = 0
  }

  /// - Returns: Where in the buffer the range will stand; nil when the batch is full.
  package mutating func add(_ address: RemoteAddress, count: Int) -> Int? {
    guard rangeCount < Self.rangeLimit, count > 0, count <= capacity - byteCount else { return nil }
    // An address of the target: never dereferenced here.
    unsafe ranges[rangeCount] = iovec(
      iov_base: UnsafeMutableRawPointer(bitPattern: UInt(address.rawValue)), iov_len: count)
    rangeCount += 1
    byteCount += count
    return byteCount - count
  }

  /// A range that, where it lies shortly behind the one before, is copied with that and what is between them.
  ///
  /// The kernel takes as long for a range as for some kilobytes in another. Between two there is no page of its own, so that
  /// whatever is there can be read where both can.
  /// - Returns: Where in the buffer the range will stand; nil when the batch is full.
  package mutating func addNear(_ address: RemoteAddress, count: Int) -> Int? {
    guard rangeCount > performedCount else { return add(address, count: count) }
    let last = unsafe ranges[rangeCount - 1]
    let distance = unsafe address.rawValue &- UInt64(UInt(bitPattern: last.iov_base))
    let length = unsafe last.iov_len
    guard distance >= UInt64(length), distance <= UInt64(length + Self.gapLimit) else {
      return add(address, count: count)
    }
    let growth = Int(distance) + count - length
    guard growth <= capacity - byteCount else { return nil }
    unsafe ranges[rangeCount - 1].iov_len += growth
    byteCount += growth
    return byteCount - count
  }

  /// Copies all ranges, in order, up to the first that cannot be read.
  ///
  /// - Returns: Bytes copied; fewer than `byteCount` when a range was not mapped.
  /// - Throws: `.exited`, `.notPermitted`, `.system`.
  package mutating func perform(on process: ProcessID) throws(ProcessError) -> Int {
    copiedCount = 0
    performedCount = 0
    return try performAdded(on: process)
  }

  /// Copies the ranges that were added since the last `perform`, to stand behind what that copied.
  ///
  /// - Returns: Bytes copied in all.
  /// - Throws: `.exited`, `.notPermitted`, `.system`.
  package mutating func performAdded(on process: ProcessID) throws(ProcessError) -> Int {
    while performedCount < rangeCount {
      let count = min(Self.callLimit, rangeCount - performedCount)
      // Buffer and ranges are ours, and as long as we say; the kernel stops at the end of either.
      let copied = unsafe seriema_read_memory(
        process.rawValue, buffer.baseAddress.unsafelyUnwrapped + copiedCount, byteCount - copiedCount,
        ranges.baseAddress.unsafelyUnwrapped + performedCount, count)
      if copied == -Int(EFAULT) { break }
      guard copied >= 0 else { throw ProcessAccess.error(Int32(-copied), from: "process_vm_readv", on: process) }
      copiedCount += copied
      performedCount += count
      if performedCount < rangeCount, copiedCount < byteCount(ofRanges: performedCount) { break }
    }
    return copiedCount
  }

  private func byteCount(ofRanges count: Int) -> Int {
    var sum = 0
    for index in 0..<count { sum += unsafe ranges[index].iov_len }
    return sum
  }

  // Inlinable: a walk calls it from another module, and unspecialised it costs more than the walk of a few frames.
  /// Lends what the last `perform` copied.
  @inlinable
  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Allocated and initialized in `init`, freed only in `deinit`; the span cannot leave `body`.
    let copied = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<copiedCount])
    return try unsafe body(copied.bytes)
  }
}

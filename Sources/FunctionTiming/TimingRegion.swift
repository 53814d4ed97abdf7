import CTimingWire
import Glibc
import ProfileModel

/// The memory that the agent writes its results to, seen from Seriema.
///
/// All that is read from it was written by a process that Seriema does not control; every read is checked in C.
@safe struct TimingRegion: ~Copyable {
  private let file: MemoryFile
  let region: OpaquePointer

  init(clock: UInt32, flags: UInt32) throws(TimingError) {
    try self.init(MemoryFile(named: "seriema-timing"), clock: clock, flags: flags)
  }

  /// - Parameter file: Empty.
  init(_ file: consuming MemoryFile, clock: UInt32, flags: UInt32) throws(TimingError) {
    var address: OpaquePointer?
    // Sets the address when it succeeds; unmapped in `deinit`.
    let result = unsafe seriema_timing_map(file.descriptor, &address)
    guard result == 0, let mapped = unsafe address else { throw .mapping(errno: -result) }
    self.file = file
    unsafe region = mapped
    // The region was just mapped.
    unsafe seriema_timing_prepare(region, clock, flags)
  }

  /// What a program wrote that timed a block of itself.
  ///
  /// - Parameter descriptor: Is closed with this value.
  init(blockIn descriptor: Int32) throws(TimingError) {
    let file = MemoryFile(adopting: descriptor)
    var address: OpaquePointer?
    // Sets the address when it succeeds; unmapped in `deinit`.
    let result = unsafe seriema_timing_map_block(descriptor, &address)
    guard result != -EINVAL else { throw .notABlock }
    guard result == 0, let mapped = unsafe address else { throw .mapping(errno: -result) }
    self.file = file
    unsafe region = mapped
  }

  deinit {
    // Mapped by `init`, and nothing keeps an address in it.
    unsafe seriema_timing_unmap(region)
  }

  var descriptor: Int32 { file.descriptor }

  /// Adds a target for the agent to look for.
  /// - Returns: False when it does not fit.
  func add(_ target: TimingTarget, isMainModule: Bool) -> Bool {
    var flags: UInt32 = 0
    var place: String
    var realPlace = ""
    switch target.place {
    case .module(let name):
      place = name
      if isMainModule { flags |= UInt32(SERIEMA_TIMING_TARGET_IS_MAIN) }
    case .file(let path):
      place = path
      realPlace = Self.realPath(path) ?? ""
      flags |= UInt32(SERIEMA_TIMING_TARGET_IS_FILE)
    }
    if target.isPattern { flags |= UInt32(SERIEMA_TIMING_TARGET_IS_PATTERN) }
    if target.line != nil { flags |= UInt32(SERIEMA_TIMING_TARGET_IS_LINE) }
    // Reads the strings, which live through the call, and writes into the region.
    return unsafe seriema_timing_add_target(
      region, flags, place, realPlace, target.qualifiedName, Int32(target.line ?? 0)) == 0
  }

  var facts: seriema_timing_facts {
    // The region is mapped while `self` lives; so in all that follows.
    unsafe seriema_timing_read_facts(region)
  }

  /// Sets up to when, in ticks, the agent may time without hearing again.
  func lease(until ticks: UInt64) {
    unsafe seriema_timing_lease(region, ticks)
  }

  /// Keeps an agent that has not begun from beginning.
  func cancel() {
    unsafe seriema_timing_cancel(region)
  }

  var detail: String {
    unsafe Self.string(seriema_timing_detail(region))
  }

  func holder(ofTool tool: Int) -> String {
    unsafe Self.string(seriema_timing_holder(region, UInt32(tool)))
  }

  /// A target as the agent knows it; nil when there is none of that number.
  func target(_ index: UInt32) -> seriema_timing_target? {
    var target = seriema_timing_target()
    return unsafe seriema_timing_read_target(region, index, &target) == 0 ? target : nil
  }

  /// What the agent found out about a target.
  func finding(ofTarget target: Int) -> TargetFinding {
    let detail = unsafe Self.string(seriema_timing_finding_detail(region, UInt32(target)))
    return TargetFinding(code: unsafe seriema_timing_finding(region, UInt32(target)), detail: detail)
  }

  /// Who took a slot last.
  func owner(ofSlot slot: UInt32) -> SlotOwner {
    let owner = unsafe seriema_timing_owner(region, slot)
    return unsafe SlotOwner(process: owner.process, thread: owner.thread, name: Self.string(owner.thread_name))
  }

  /// Generators and coroutines that have begun and not ended.
  var activations: [seriema_timing_activation] {
    (0..<facts.activation_count).compactMap { index in
      var activation = seriema_timing_activation()
      return unsafe seriema_timing_read_activation(region, index, &activation) == 0 ? activation : nil
    }
  }

  func text(_ text: seriema_timing_text) -> String {
    unsafe Self.string(seriema_timing_text(region, text))
  }

  /// The names of functions that ran, packed as `timing_layout.h` says.
  var seen: [UInt8] {
    let bytes = unsafe seriema_timing_seen(region)
    // The count ends within the region.
    return unsafe Array(UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
  }

  /// The entry of a function; nil when it is not complete.
  func function(_ index: UInt32) -> seriema_timing_function? {
    var entry = seriema_timing_function()
    return unsafe seriema_timing_read_function(region, index, &entry) == 0 ? entry : nil
  }

  /// What one slot counted for a function; nil when it counted nothing.
  func record(slot: UInt32, function: UInt32) -> SlotRecord? {
    var counters = seriema_timing_counters()
    var result: Int32 = 0
    // The buffer is filled up to the count that it gives.
    let buckets = unsafe [UInt64](unsafeUninitializedCapacity: Int(SERIEMA_TIMING_BUCKETS)) { buffer, count in
      // Fills the buffer, which has room for all buckets, unless there is no record.
      result = unsafe seriema_timing_read_record(region, slot, function, &counters, buffer.baseAddress)
      count = result == -ENOENT ? 0 : Int(SERIEMA_TIMING_BUCKETS)
    }
    guard result != -ENOENT else { return nil }
    return SlotRecord(counters: counters, buckets: buckets, isTorn: result == -EAGAIN)
  }

  /// The outermost calls that are open in a slot.
  func openCalls(slot: UInt32) -> [seriema_timing_open_call] {
    let count = unsafe seriema_timing_open_count(region, slot)
    return (0..<count).compactMap { index in
      var call = seriema_timing_open_call()
      return unsafe seriema_timing_read_open(region, slot, index, &call) == 0 ? call : nil
    }
  }

  private static func string(_ bytes: seriema_timing_bytes) -> String {
    // The count ends within the region, which is mapped; the bytes are copied.
    unsafe String(decoding: UnsafeRawBufferPointer(start: bytes.start, count: bytes.count), as: UTF8.self)
  }

  /// The path without symbolic links; nil when there is no such file.
  private static func realPath(_ path: String) -> String? {
    // Allocated by `realpath` and freed here.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

/// The code objects met so far, by address, with the proof that each is still the one that was read.
struct CodeTable {
  /// What the walk has to know of a code object.
  struct Entry {
    var address: UInt64
    /// Where its instructions begin, and how many units there are.
    var instructions: UInt64
    var unitCount: UInt64
    /// In units: before it a frame has not begun.
    var firstTraceable: Int64
    var fingerprint: CodeFingerprint
    /// What its digests are of.
    var name: ProvenText
    var file: ProvenText
    /// When the fingerprint was last seen unchanged; `CLOCK_MONOTONIC` in nanoseconds.
    var checkedAt: UInt64
  }

  private(set) var entries: [Entry] = []
  /// By the index of `entries`: where the copies of its instructions begin that threads have of their own. As long as the
  /// last that has any.
  private var copies: [[UInt64]] = []
  /// Open addressing: an index into `entries`, or `none`. Its size is a power of two, at most half full.
  private var slots: [UInt32]
  private var used = 0
  private static let none = UInt32.max

  init() {
    slots = [UInt32](repeating: Self.none, count: 4096)
  }

  /// The entry for the code object at `address`; nil when none is known.
  func index(of address: UInt64) -> UInt32? {
    var slot = Self.hash(address) & (slots.count - 1)
    while slots[slot] != Self.none {
      let index = slots[slot]
      if entries[Int(index)].address == address { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a code object. One at the same address that was known before keeps its index for what was seen with it.
  mutating func insert(_ entry: Entry) -> UInt32 {
    let index = UInt32(entries.count)
    if let old = self.index(of: entry.address) { entries[Int(old)].address = 0 }
    entries.append(entry)
    if (used + 1) * 2 > slots.count { grow() }
    place(index)
    return index
  }

  /// Forgets that `address` holds a known code object, because it no longer does.
  mutating func forget(_ index: UInt32) {
    // The slot stays taken, by an entry that matches no address.
    entries[Int(index)].address = 0
  }

  /// Where the instructions begin among which `address` is: those of the code object itself, or a thread's copy; the
  /// former where it is in none.
  func instructions(of index: UInt32, around address: UInt64) -> UInt64 {
    let entry = entries[Int(index)]
    if address &- entry.instructions < entry.unitCount * 2 || Int(index) >= copies.count { return entry.instructions }
    for start in copies[Int(index)] where address &- start < entry.unitCount * 2 { return start }
    return entry.instructions
  }

  /// Whether threads run copies of its instructions, as far as is known.
  func hasCopies(of index: UInt32) -> Bool {
    Int(index) < copies.count && !copies[Int(index)].isEmpty
  }

  /// - Returns: Whether others are known now than before.
  mutating func setCopies(_ starts: [UInt64], of index: UInt32) -> Bool {
    while copies.count <= Int(index) { copies.append([]) }
    guard copies[Int(index)] != starts else { return false }
    copies[Int(index)] = starts
    return true
  }

  /// Some have been freed.
  mutating func forgetCopies() {
    copies.removeAll(keepingCapacity: true)
  }

  mutating func markChecked(_ index: UInt32, at now: UInt64) {
    entries[Int(index)].checkedAt = now
  }

  private mutating func grow() {
    slots = [UInt32](repeating: Self.none, count: slots.count * 2)
    used = 0
    for (index, entry) in entries.enumerated() where entry.address != 0 { place(UInt32(index)) }
  }

  private mutating func place(_ index: UInt32) {
    var slot = Self.hash(entries[Int(index)].address) & (slots.count - 1)
    while slots[slot] != Self.none { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = index
    used += 1
  }

  private static func hash(_ address: UInt64) -> Int {
    Int(truncatingIfNeeded: (address >> 4) &* 0x9e37_79b9_7f4a_7c15 >> 24)
  }
}

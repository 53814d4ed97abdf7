/// A piece of the target's memory that is copied with every sample.
struct CopiedRange {
  var start: UInt64
  var count: Int
  /// Where in one copy of a thread's ranges it begins; before the first copy, and so negative, where it is fixed.
  var offset: Int
  /// The last sample whose walk came through it.
  var lastUse: UInt64
  /// Says the same for as long as there are frames inside of it, so one copy is enough.
  var isFixed = false

  /// Where in the copy `address` stands; nil when `size` bytes from there are not in this range.
  func offset(of address: UInt64, size: Int) -> Int? {
    let distance = address &- start
    guard distance <= UInt64(count), Int(distance) <= count - size else { return nil }
    return offset + Int(distance)
  }
}

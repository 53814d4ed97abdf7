/// Notices that a linked list of the target's leads back into itself, without a list of what was seen.
///
/// Every element is compared with one landmark, which moves on after 1, 2, 4 … elements: Brent's algorithm.
struct CycleCheck {
  private var landmark: UInt64 = 0
  private var count = 0
  private var limit = 1

  /// - Parameter address: The next element; not null.
  /// - Returns: Whether it is the landmark; in a cycle that comes after a few rounds.
  mutating func closes(at address: UInt64) -> Bool {
    if address == landmark { return true }
    count += 1
    if count == limit {
      landmark = address
      count = 0
      limit &*= 2
    }
    return false
  }
}

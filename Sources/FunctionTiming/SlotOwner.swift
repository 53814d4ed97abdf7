/// The thread that took a slot last.
struct SlotOwner: Hashable {
  /// The kernel's ids.
  var process: Int32
  var thread: Int32
  /// As Python has it; empty when the program has no `threading`.
  var name: String
}

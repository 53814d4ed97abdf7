/// A frame as it was found: which code, and which instruction of it.
@usableFromInline
package struct RawFrame: Hashable, Sendable {
  /// Index into the reader's code objects.
  @usableFromInline package var code: UInt32
  /// The code unit (two bytes of instructions) being executed; in a caller, its call. `notBegun` before the first.
  @usableFromInline package var unit: UInt32

  /// Of a call whose first instruction is still to come: its line is the code object's first.
  package static let notBegun = UInt32.max

  /// Stands in a stack between what a garbage collection has called and where it began; no code object has its index.
  package static let garbageCollection = RawFrame(code: .max, unit: 0)

  // Inlinable: every frame of a stack is compared with the last sample's, in another module.
  @inlinable
  package static func == (left: RawFrame, right: RawFrame) -> Bool {
    left.code == right.code && left.unit == right.unit
  }
}

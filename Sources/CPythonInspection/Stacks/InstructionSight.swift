/// The instruction that a frame is at, as it is in memory.
package struct InstructionSight: Hashable, Sendable {
  /// The code unit that it begins with.
  package var unit: UInt32
  /// The opcode that was compiled; nil where another that hides it was there whenever it was looked at.
  package var base: UInt8?
  /// The opcode that is there now; nil where that is not known.
  package var form: UInt8?
}

/// The instruction of a frame, as the interpreter had it in memory when the frame was sampled.
package struct Instruction: Hashable, Sendable {
  /// In bytes from the beginning of its code object's instructions, as `dis` shows it.
  package var offset: Int
  /// What it was compiled to, such as `BINARY_OP`; empty where a tool that watches it hides that.
  package var opcode: String
  /// What it had become, such as `BINARY_OP_ADD_INT`, or the same as `opcode`; empty where that is not known.
  package var form: String
  /// The piece of source that it was compiled from, which begins on the frame's line; its columns are not known before 3.11.
  package var span: SourceSpan

  package init(offset: Int, opcode: String, form: String, span: SourceSpan) {
    self.offset = offset
    self.opcode = opcode
    self.form = form
    self.span = span
  }
}

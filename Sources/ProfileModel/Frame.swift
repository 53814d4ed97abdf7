/// One line of one function, as it stands in a stack; where instructions are told apart, one instruction of it.
package struct Frame: Hashable, Sendable {
  /// Index into `Profile.functions`.
  package var function: Int
  /// The line being executed, from 1; 0 only where the code object has no lines at all.
  package var line: Int
  private var detail: Detail

  /// What is rare and large is kept elsewhere, so that frames without it stay small.
  private enum Detail: Hashable, Sendable {
    case line
    indirect case instruction(Instruction)
  }

  package init(function: Int, line: Int, instruction: Instruction? = nil) {
    self.function = function
    self.line = line
    detail = instruction.map { .instruction($0) } ?? .line
  }

  /// nil where only lines are told apart, or where it is not known.
  package var instruction: Instruction? {
    if case .instruction(let instruction) = detail { instruction } else { nil }
  }

  /// The line alone.
  package var withoutInstruction: Frame { Frame(function: function, line: line) }
}

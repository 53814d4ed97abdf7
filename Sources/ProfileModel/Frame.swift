/// One line of one function, as it stands in a stack; where more is told apart, one piece of that line, or one instruction.
package struct Frame: Hashable, Sendable {
  /// Index into `Profile.functions`.
  package var function: Int
  /// The line being executed, from 1; 0 only where the code object has no lines at all.
  package var line: Int
  private var part: Part

  /// What is rare and large is kept elsewhere, so that frames without it stay small.
  private enum Part: Hashable, Sendable {
    case line
    indirect case span(SourceSpan)
    indirect case instruction(Instruction)
  }

  package init(function: Int, line: Int, instruction: Instruction? = nil) {
    self.function = function
    self.line = line
    part = instruction.map { .instruction($0) } ?? .line
  }

  /// - Parameter span: Begins on the frame's line; where it has no columns, that is all that is kept.
  package init(function: Int, at span: SourceSpan) {
    self.function = function
    line = span.line
    part = span.column == nil ? .line : .span(span)
  }

  /// nil where instructions are not told apart, or where it is not known.
  package var instruction: Instruction? {
    if case .instruction(let instruction) = part { instruction } else { nil }
  }

  /// The piece of source that is executed; nil where only lines are told apart, or where it is not known.
  package var span: SourceSpan? {
    switch part {
    case .line: nil
    case .span(let span): span
    case .instruction(let instruction): instruction.span
    }
  }

  package var detail: FrameDetail {
    switch part {
    case .line: .lines
    case .span: .columns
    case .instruction: .instructions
    }
  }

  /// The line alone.
  package var lineAlone: Frame { Frame(function: function, line: line) }

  /// The same of a function that has another index.
  package func of(_ function: Int) -> Frame {
    var frame = self
    frame.function = function
    return frame
  }
}

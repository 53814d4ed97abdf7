import ProfileModel

/// Writes definitions, each as its tag and fields.
struct DefinitionEncoder: Sendable {
  /// What a record begins with.
  enum Tag: UInt64 {
    case function = 1
    case frame = 2
    case thread = 3
    case threadName = 4
    case process = 6
    case runtime = 7
    case ledger = 8
    /// From version 3 on.
    case frameAtInstruction = 9
    /// From version 4 on.
    case frameAtColumns = 10
  }

  /// How much of frames is written.
  let detail: FrameDetail

  func write(_ event: ProfileEvent, to writer: inout ByteWriter) {
    switch event {
    case .function(let function):
      writer.write(Tag.function.rawValue)
      writer.write(function.qualifiedName)
      writer.write(function.file)
      writer.write(function.firstLine)
    case .frame(let frame):
      write(frame, to: &writer)
    case .thread(let thread):
      writer.write(Tag.thread.rawValue)
      writer.write(Int(thread.process))
      writer.write(Int(thread.thread))
      writer.write(thread.name)
      writer.write(thread.host)
    case .threadName(let thread, let name):
      writer.write(Tag.threadName.rawValue)
      writer.write(thread)
      writer.write(name)
    case .process(let process):
      write(process, to: &writer)
    case .runtime(let version, let sampledTime):
      writer.write(Tag.runtime.rawValue)
      writer.write(version)
      writer.write(sampledTime.code)
    case .ledger(let ledger):
      writer.write(Tag.ledger.rawValue)
      write(ledger, to: &writer)
    case .node, .sample:
      break  // They have columns of their own.
    }
  }

  private func write(_ frame: Frame, to writer: inout ByteWriter) {
    let instruction = detail >= .instructions ? frame.instruction : nil
    let span = detail >= .columns ? frame.span : nil
    let tag: Tag = instruction != nil ? .frameAtInstruction : span != nil ? .frameAtColumns : .frame
    writer.write(tag.rawValue)
    writer.write(frame.function)
    writer.write(frame.line)
    if let instruction {
      writer.write(instruction.offset)
      writer.write(instruction.opcode)
      writer.write(instruction.form)
    }
    if let span { write(span, to: &writer) }
  }

  /// But its line, which is the frame's.
  private func write(_ span: SourceSpan, to writer: inout ByteWriter) {
    writer.write(span.endLine - span.line)
    writer.write(span.column.map { $0 + 1 } ?? 0)
    writer.write(span.endColumn.map { $0 + 1 } ?? 0)
  }

  private func write(_ process: SampledProcess, to writer: inout ByteWriter) {
    writer.write(Tag.process.rawValue)
    writer.write(Int(process.process))
    writer.write(Int(process.parent ?? 0))
    writer.write(process.command)
    writer.write(process.reading.code)
    switch process.ending {
    case .running: writer.write(0)
    case .exited(let status):
      writer.write(1)
      writer.writeSigned(Int64(status))
    case .signalled(let signal):
      writer.write(2)
      writer.writeSigned(Int64(signal))
    case .unknown: writer.write(3)
    }
  }

  private func write(_ ledger: Ledger, to writer: inout ByteWriter) {
    writer.write(ledger.wantedRate)
    for time in Ledger.times { writer.write(UInt64(max(0, ledger[keyPath: time].rawValue))) }
    for count in Ledger.counts { writer.write(ledger[keyPath: count]) }
    writer.write(ledger.effective.sum)
    writer.write(ledger.effective.sumOfSquares)
    writer.write(ledger.tellsLosses ? 1 : 0)
    writer.write(ledger.reasons.count)
    for (reason, count) in ledger.reasons.sorted(by: { $0.key < $1.key }) {
      writer.write(reason)
      writer.write(count)
    }
  }
}

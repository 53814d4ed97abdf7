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
  }

  /// Whether instructions of frames are written.
  let tellsInstructions: Bool

  func write(_ event: ProfileEvent, to writer: inout ByteWriter) {
    switch event {
    case .function(let function):
      writer.write(Tag.function.rawValue)
      writer.write(function.qualifiedName)
      writer.write(function.file)
      writer.write(function.firstLine)
    case .frame(let frame):
      let instruction = tellsInstructions ? frame.instruction : nil
      writer.write((instruction == nil ? Tag.frame : .frameAtInstruction).rawValue)
      writer.write(frame.function)
      writer.write(frame.line)
      if let instruction { write(instruction, to: &writer) }
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

  private func write(_ instruction: Instruction, to writer: inout ByteWriter) {
    writer.write(instruction.offset)
    writer.write(instruction.opcode)
    writer.write(instruction.form)
    let span = instruction.span
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

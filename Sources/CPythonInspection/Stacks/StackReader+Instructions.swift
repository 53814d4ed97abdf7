internal import LinuxProcess

/// At which instructions frames are.
extension StackReader {
  /// Looks up the instructions of the innermost frames of a stack that was just read.
  ///
  /// What they have become is read here, microseconds after the stack itself: an instruction is specialised within its
  /// first executions, and seldom later. A caller's may be executed again only long after.
  /// - Parameters:
  ///   - count: So many of `frames`.
  ///   - isWhole: Nothing has been called by the innermost.
  ///   - sights: Takes as many, in place of what it held; nil for a frame of which the instruction is not certain.
  package mutating func readInstructions(
    of frames: Span<RawFrame>, count: Int, isWhole: Bool, at now: UInt64, into sights: inout [InstructionSight?]
  ) {
    sights.removeAll(keepingCapacity: true)
    guard let opcodes else { return }
    for position in 0..<count {
      sights.append(compiled(frames[position], isInnermost: isWhole && position == 0, opcodes, at: now))
    }
    guard opcodes.isAdaptive else { return }
    proofBatch.removeAll()
    for position in 0..<count {
      guard let sight = sights[position], canReadForm(frames[position]) else { continue }
      let start = codes.table.entries[Int(frames[position].code)].instructions
      if proofBatch.add(RemoteAddress(start + 2 * UInt64(sight.unit)), count: 1) == nil { break }
    }
    // What could not be copied is not known.
    guard let copied = try? proofBatch.perform(on: memory.process) else { return }
    var offset = 0
    for position in 0..<count where offset < copied {
      guard let sight = sights[position], canReadForm(frames[position]) else { continue }
      sights[position] = proofBatch.withBytes { Self.formed(sight, $0, at: offset, opcodes) }
      offset += 1
    }
  }

  /// An instruction without what it has become.
  private mutating func compiled(
    _ frame: RawFrame, isInnermost: Bool, _ opcodes: OpcodeTable, at now: UInt64
  ) -> InstructionSight? {
    guard frame != .garbageCollection, frame.unit != RawFrame.notBegun,
      let code = codes.instructions(of: frame.code, opcodes, in: &proofBatch, at: now)
    else { return nil }
    if let start = code.start(of: frame.unit) {
      let base = code.base(of: start)
      return InstructionSight(unit: start, base: base, form: opcodes.isAdaptive ? nil : base)
    }
    // Without specialisation nothing is hidden, and these are no instructions. A caller may be at the last cache of its
    // call.
    guard opcodes.isAdaptive, isInnermost || !walk.layout.frame.isAtCaches else { return nil }
    return InstructionSight(unit: frame.unit, base: nil)
  }

  /// Whether what stands in the code object is what runs: a thread of a free-threaded build may have its own copy.
  private func canReadForm(_ frame: RawFrame) -> Bool { !codes.table.hasCopies(of: frame.code) }

  /// - Parameter offset: Of the opcode in `bytes`.
  private static func formed(
    _ sight: InstructionSight, _ bytes: RawSpan, at offset: Int, _ opcodes: OpcodeTable
  ) -> InstructionSight {
    guard let form = try? bytes.read(Field<UInt8>(offset)), !opcodes.names[Int(form)].isEmpty else { return sight }
    let base = opcodes.bases[Int(form)]
    // Something else's memory by now.
    if let base, let compiled = sight.base, base != compiled { return sight }
    return InstructionSight(unit: sight.unit, base: sight.base ?? base, form: form)
  }
}

internal import LinuxProcess

/// The code objects of a process: read once, and proven to be the same ones whenever they are met again.
///
/// A freed code object's address is soon used by another, so an address alone proves nothing. From 3.14 on the
/// interpreter counts the code objects that it frees; before, what a code object is known by is looked at again.
struct CodeCache {
  private(set) var table = CodeTable()
  /// By the index of `table`.
  private(set) var objects: [CodeObject] = []
  /// By the index of `table`, as far as they were asked for.
  private var instructions: [(code: CodeInstructions, readAt: UInt64)?] = []
  private let memory: ProcessMemory
  private let layout: CodeLayout
  /// Where the proof of a text begins in its object.
  private let textStart: Int
  private var reader: CodeObjectReader
  /// nil from 3.11 on, where code objects know.
  private var methodNames: MethodNameReader?
  /// By interpreter; empty before 3.14.
  private var generations: [UInt64] = []
  private let hasGenerations: Bool
  /// The same of the copies that threads have of bytecode; empty where there are none.
  private var bytecodeGenerations: [UInt32] = []
  /// When a code object was last known to have been freed; 3.14 and later.
  private var freedAt: UInt64 = 0
  /// Proofs that are under way in the batch.
  private var proofs: [Proof] = []

  /// Which code object, and where in the batch it and its texts are.
  private struct Proof {
    var code: UInt32
    var offset: Int
    var nameOffset: Int?
    var fileOffset: Int?
  }

  /// The innermost frames come and go, so their code objects are proven with every sample; the others need it rarely.
  private static let outerProofNanoseconds: UInt64 = 50_000_000
  private static let innerFrames = 24

  init(_ runtime: PythonRuntime) {
    let layout = runtime.layout
    memory = ProcessMemory(of: runtime.process)
    methodNames = MethodNameReader(runtime)
    self.layout = layout.code
    textStart = layout.object.stringLength
    reader = CodeObjectReader(memory, layout: layout)
    hasGenerations = layout.interpreter.codeObjectGeneration != nil
  }

  /// Whether a name is only whole where the frame is one that runs.
  var namesNeedFrames: Bool { methodNames != nil }

  /// Reads the code object at `address`.
  ///
  /// - Parameter frame: One that runs it: before 3.11 its first argument may tell the class.
  /// - Returns: Whether there is one.
  mutating func learn(_ address: UInt64, from frame: UInt64, at now: UInt64) -> Bool {
    guard var reading = reader.read(RemoteAddress(address)) else { return false }
    let bareName = reading.code.qualifiedName
    if let name = methodNames?.qualifiedName(of: address, called: bareName, in: frame) {
      reading.code.qualifiedName = name
    }
    _ = table.insert(
      CodeTable.Entry(
        address: address, instructions: reading.instructions.rawValue, unitCount: UInt64(reading.unitCount),
        firstTraceable: Int64(reading.firstTraceable), fingerprint: reading.fingerprint, name: reading.name,
        file: reading.file, checkedAt: now))
    objects.append(reading.code)
    return true
  }

  /// Takes note of how many code objects an interpreter has freed.
  mutating func note(generation: UInt64, of interpreter: Int, at now: UInt64) {
    while generations.count <= interpreter { generations.append(generation) }
    if generations[interpreter] != generation {
      generations[interpreter] = generation
      freedAt = now
    }
  }

  /// Takes note of how often an interpreter has freed copies of bytecode.
  mutating func note(bytecodeGeneration generation: UInt32, of interpreter: Int) {
    while bytecodeGenerations.count <= interpreter { bytecodeGenerations.append(generation) }
    if bytecodeGenerations[interpreter] != generation {
      bytecodeGenerations[interpreter] = generation
      table.forgetCopies()
    }
  }

  /// Looks which copies threads have of a code object's instructions.
  ///
  /// - Returns: Whether there are others than were known.
  mutating func learnCopies(of code: UInt32) -> Bool {
    guard let field = layout.bytecodeCopies else { return false }
    let entry = table.entries[Int(code)]
    let copies = BytecodeCopies(
      of: RemoteAddress(entry.address), field: field, instructions: entry.instructions, memory)
    return copies.map { table.setCopies($0.starts, of: code) } ?? false
  }

  /// Adds to the batch what it takes to prove the code objects of these frames, should they be met again.
  ///
  /// Where the interpreter counts those that it frees, only the reading itself says whether any needs it.
  mutating func addProofs(for frames: [RawFrame], to batch: inout ReadBatch, at now: UInt64) {
    if !hasGenerations { add(proofsFor: frames, to: &batch, at: now) }
  }

  private mutating func add(proofsFor frames: [RawFrame], to batch: inout ReadBatch, at now: UInt64) {
    for (position, frame) in frames.enumerated() where needsProof(frame.code, at: position, now) {
      addProof(of: frame.code, to: &batch, at: now)
    }
  }

  private mutating func addProof(of code: UInt32, to batch: inout ReadBatch, at now: UInt64) {
    let entry = table.entries[Int(code)]
    guard entry.address != 0, let offset = batch.add(RemoteAddress(entry.address), count: layout.byteCount) else {
      return
    }
    let nameOffset = batch.add(entry.name.object + textStart, count: entry.name.count)
    let fileOffset = batch.add(entry.file.object + textStart, count: entry.file.count)
    proofs.append(Proof(code: code, offset: offset, nameOffset: nameOffset, fileOffset: fileOffset))
    table.markChecked(code, at: now)
  }

  /// The instructions of a code object, read when they are first asked for; now and then again while some are hidden.
  ///
  /// - Parameter batch: For the time of this; what it held is lost.
  /// - Returns: nil where they cannot be read, or another code object has its address by now.
  mutating func instructions(
    of code: UInt32, _ opcodes: OpcodeTable, in batch: inout ReadBatch, at now: UInt64
  ) -> CodeInstructions? {
    let index = Int(code)
    if index < instructions.count, let (known, readAt) = instructions[index],
      known.isWhole || now < readAt + Self.outerProofNanoseconds
    {
      return known
    }
    let entry = table.entries[index]
    guard entry.address != 0,
      let bytes = try? memory.read(RemoteAddress(entry.instructions), count: 2 * Int(entry.unitCount))
    else { return nil }
    // What was read there was still its own.
    batch.removeAll()
    addProof(of: code, to: &batch, at: now)
    _ = try? batch.perform(on: memory.process)
    guard checkProofs(batch, at: now) else { return nil }
    while instructions.count <= index { instructions.append(nil) }
    let code = CodeInstructions(bytes, opcodes: opcodes)
    instructions[index] = (code, now)
    return code
  }

  /// Looks at what the batch brought as proofs.
  ///
  /// - Returns: Whether all are the ones that were read before; those that are not are forgotten.
  @discardableResult
  mutating func checkProofs(_ batch: borrowing ReadBatch, at now: UInt64) -> Bool {
    var areSame = true
    for proof in proofs {
      let entry = table.entries[Int(proof.code)]
      let isSame = batch.withBytes { bytes in
        guard var found = try? CodeFingerprint(bytes, at: proof.offset, layout: layout) else { return false }
        guard let nameDigest = digest(entry.name, bytes, at: proof.nameOffset),
          let fileDigest = digest(entry.file, bytes, at: proof.fileOffset)
        else { return false }
        found.nameDigest = nameDigest
        found.fileDigest = fileDigest
        return found == entry.fingerprint
      }
      if !isSame {
        table.forget(proof.code)
        areSame = false
      }
    }
    proofs.removeAll(keepingCapacity: true)
    return areSame
  }

  /// The digest of a text of which a copy is in the batch; 0 where none is needed, nil where it could not be copied.
  private func digest(_ text: ProvenText, _ bytes: RawSpan, at offset: Int?) -> UInt64? {
    guard text.count > 0 else { return 0 }
    return offset.flatMap { try? CodeFingerprint.digest(bytes, at: $0, count: text.count) }
  }

  /// Proves the code objects of a stack that was just read, in one call.
  ///
  /// - Parameter batch: For the time of this; what it held is lost.
  /// - Returns: Whether all are the ones that were read before; those that are not are forgotten.
  mutating func prove(_ frames: [RawFrame], in batch: inout ReadBatch, at now: UInt64) -> Bool {
    batch.removeAll()
    add(proofsFor: frames, to: &batch, at: now)
    guard !proofs.isEmpty else { return true }
    // What could not be copied is no proof.
    _ = try? batch.perform(on: memory.process)
    return checkProofs(batch, at: now)
  }

  private func needsProof(_ code: UInt32, at position: Int, _ now: UInt64) -> Bool {
    let checked = table.entries[Int(code)].checkedAt
    if hasGenerations { return checked < freedAt }
    let age = now &- min(checked, now)
    return age > (position < Self.innerFrames ? 0 : Self.outerProofNanoseconds)
  }
}

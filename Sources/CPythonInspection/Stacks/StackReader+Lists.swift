internal import LinuxProcess

/// What the copied heads of lists say.
extension StackReader {
  /// Finds `PyThreadState` of the threads that have a GIL.
  static func findHolders(
    _ batch: borrowing ReadBatch, _ layout: GILLayout, _ interpreters: [InterpreterCopy], _ holders: inout [UInt64]
  ) {
    holders.removeAll(keepingCapacity: true)
    for interpreter in interpreters {
      guard let offset = interpreter.gilOffset else { continue }
      batch.withBytes { bytes in
        let base = offset - layout.start
        guard let locked: Int32 = try? bytes.read(Field(layout.locked), of: base), locked == 1,
          let holder: UInt64 = try? bytes.read(Field(layout.lastHolder), of: base)
        else { return }
        holders.append(holder)
      }
    }
  }

  /// Whether the copied lists of interpreters and threads name those that we have, in that order.
  ///
  /// - Parameter headOffset: Where the head of the interpreters' list is in the batch; nil when it was not read.
  /// - Throws: `.exited` when nothing could be copied.
  static func listsMatch(
    _ batch: borrowing ReadBatch, at headOffset: Int?, _ layout: RuntimeLayout, _ interpreters: [InterpreterCopy],
    _ threads: [ThreadCopy],
    _ codes: inout CodeCache, _ now: UInt64
  ) throws(ProcessError) -> Bool {
    guard batch.copiedCount > 0 else { throw .unreadable(.null) }
    return batch.withBytes { (bytes: RawSpan) -> Bool in
      do throws(FieldOutside) {
        var next: UInt64 =
          try headOffset.map { offset throws(FieldOutside) in try bytes.read(Field(offset)) }
          ?? interpreters.first?.address ?? 0
        var thread = 0
        for (position, interpreter) in interpreters.enumerated() {
          guard next == interpreter.address else { return false }
          let base = interpreter.offset - layout.interpreter.start
          next = try bytes.read(Field(layout.interpreter.next), of: base)
          if let field = layout.interpreter.codeObjectGeneration {
            codes.note(generation: try bytes.read(Field(field), of: base), of: position, at: now)
          }
          if let field = layout.interpreter.bytecodeGeneration {
            codes.note(bytecodeGeneration: try bytes.read(Field(field), of: base), of: position)
          }
          var address: UInt64 = try bytes.read(Field(layout.interpreter.threadsHead), of: base)
          while address != 0 {
            guard thread < threads.count, threads[thread].address == address else { return false }
            let copy = threads[thread].copyStart
            guard try bytes.read(Field(layout.thread.identity), of: copy) == threads[thread].identity else {
              return false
            }
            address = try bytes.read(Field(layout.thread.next), of: copy)
            thread += 1
          }
        }
        return next == 0 && thread == threads.count
      } catch {
        return false
      }
    }
  }
}

internal import LinuxProcess

/// What a thread was at when its stack was read, out of the copies that the walk goes through.
extension StackReader {
  /// Whether the thread had the GIL in the same reading as its stack; nil where that is not known.
  ///
  /// Its own state says so from 3.15 on; before, the interpreter's GIL does, which is copied with its garbage collection.
  /// In a free-threaded build neither means that it may run.
  package func holdsGILInReading(_ index: Int) -> Bool? {
    if let holds = threads[index].holdsGIL { return holds }
    return threads[index].collector.holder.map { $0 == threads[index].address }
  }

  /// Whether the thread waited for the GIL in the same reading as its stack; nil where that is not known, as before 3.15.
  package func waitsForGIL(_ index: Int) -> Bool? { threads[index].waitsForGIL }

  /// Whether `collection` says anything: it was asked for, and the interpreter tells.
  package var seesCollections: Bool { collectors != nil }

  /// Looks for an exception, and for the GIL, in the copies that a walk has just gone through.
  mutating func lookAtState(_ index: Int, alone: Bool, isStopped: Bool) -> ExceptionReader.End {
    if readsStates { lookForGIL(index, alone: alone, isStopped: isStopped) }
    guard exceptions != nil else { return .known(.unknown) }
    let end =
      alone
      ? exceptions?.look(at: &threads[index], in: aloneBatch, isStopped: isStopped, sample)
      : exceptions?.look(at: &threads[index], in: batch, isStopped: isStopped, sample)
    if case .known(let sight) = end {
      threads[index].exception = sight
    } else {
      threads[index].exception = .unknown
    }
    return end ?? .known(.unknown)
  }

  private mutating func lookForGIL(_ index: Int, alone: Bool, isStopped: Bool) {
    let layout = runtime.details.threads
    guard !runtime.isFreeThreaded, let holds = layout.holdsGIL, let waits = layout.gilRequested else { return }
    let first = threads[index].copyStart
    let second = isStopped ? first : first + threads[index].copyCount
    if alone {
      threads[index].holdsGIL = Self.flag(holds, aloneBatch, first, second)
      threads[index].waitsForGIL = Self.flag(waits, aloneBatch, first, second)
    } else {
      threads[index].holdsGIL = Self.flag(holds, batch, first, second)
      threads[index].waitsForGIL = Self.flag(waits, batch, first, second)
    }
  }

  /// What 32 bits of a thread's state say, where two copies of it agree.
  private static func flag(_ offset: Int, _ batch: borrowing ReadBatch, _ first: Int, _ second: Int) -> Bool? {
    batch.withBytes { bytes in
      guard let one: Int32 = try? bytes.read(Field(first + offset)),
        let other: Int32 = try? bytes.read(Field(second + offset)), (one != 0) == (other != 0)
      else { return nil }
      return one != 0
    }
  }
}

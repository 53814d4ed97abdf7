internal import LinuxProcess

/// What an interpreter's garbage collection was at when it was copied.
struct CollectorCopy: Hashable {
  var isCollecting = false
  /// The frame in which the collection began; 0 where the interpreter does not say, as before 3.15.
  var frame: UInt64 = 0
  /// Collections that had ended: it tells one from the next.
  var endedCount: UInt64 = 0
  /// `PyThreadState` of the thread that has the GIL, or was the last to have it; and whether it has it.
  var lastHolder: UInt64 = 0
  var isHeld = false
  /// The same whether it collects or not: `PyThreadState` of the thread that has the GIL, 0 where none has it; nil where
  /// that was not copied, or was another before the stack was copied than behind it.
  var holder: UInt64?
}

/// Copies what interpreters say of their garbage collection, in ranges of a batch that is read anyway.
struct CollectorReader {
  private let runtime: RemoteAddress
  private let gil: GILLayout
  private let place: ThreadStateLayout.Collecting
  /// From `gc.collecting` to `gc.frame`, in bytes; nil before 3.15.
  private let frameDistance: Int?

  /// Where in a batch the copies begin; nil where there is none.
  struct Ranges {
    fileprivate var collector: Int?
    fileprivate var gil: Int?
  }

  /// `generation_stats`, the member before `collecting` to 3.14: for each of three generations three words, of which
  /// the first counts the collections that have ended.
  ///
  /// Source: `struct gc_generation_stats` of `Include/internal/pycore_gc.h` (`pycore_mem.h` in 3.8).
  private static let statisticsCount = 72
  private static let generationCount = 24

  init(_ runtime: PythonRuntime) {
    self.runtime = runtime.address
    gil = runtime.layout.gil
    place = runtime.details.threads.collecting
    if case .interpreter(let collecting) = place, let frame = runtime.details.threads.collectingFrame,
      frame >= collecting, frame - collecting < 256
    {
      frameDistance = frame - collecting
    } else {
      frameDistance = nil
    }
  }

  /// Whether the interpreter says in which frame a collection began.
  var knowsFrame: Bool { frameDistance != nil }

  /// - Parameters:
  ///   - interpreter: `PyInterpreterState`.
  ///   - gilState: Its `_gil_runtime_state`; 0 before there is one.
  ///   - copied: What is in the batch already, and may hold it.
  func add(
    _ interpreter: UInt64, gilState: UInt64, to batch: inout ReadBatch, besides copied: CopiedRange? = nil
  ) -> Ranges {
    let collecting: RemoteAddress =
      switch place {
      case .runtime(let offset): runtime + offset
      case .interpreter(let offset): RemoteAddress(interpreter) + offset
      }
    if let frameDistance {
      return Ranges(collector: add(collecting, count: frameDistance + 8, to: &batch, besides: copied))
    }
    let start = collecting + -Self.statisticsCount
    let count = Self.statisticsCount + 8
    let gilStart = RemoteAddress(gilState) + gil.start
    return Ranges(
      collector: add(start, count: count, to: &batch, besides: copied),
      gil: gilState == 0 ? nil : add(gilStart, count: gil.byteCount, to: &batch, besides: copied))
  }

  private func add(
    _ start: RemoteAddress, count: Int, to batch: inout ReadBatch, besides copied: CopiedRange?
  ) -> Int? {
    copied?.offset(of: start.rawValue, size: count) ?? batch.addNear(start, count: count)
  }

  /// What was true from the first of two copies to the second; a copy without a collection where they differ.
  func copy(from first: Ranges, to last: Ranges, in batch: borrowing ReadBatch) -> CollectorCopy {
    var copy = copy(first, in: batch)
    let after = self.copy(last, in: batch)
    let holder = copy.holder == after.holder ? copy.holder : nil
    guard copy.isCollecting, after.isCollecting, after.frame == copy.frame, after.endedCount == copy.endedCount else {
      return CollectorCopy(holder: holder)
    }
    copy.holder = holder
    copy.isHeld = copy.isHeld && after.isHeld
    // It was handed over meanwhile.
    if after.lastHolder != copy.lastHolder { copy.lastHolder = 0 }
    return copy
  }

  func copy(_ ranges: Ranges, in batch: borrowing ReadBatch) -> CollectorCopy {
    var copy = CollectorCopy()
    guard let start = ranges.collector else { return copy }
    batch.withBytes { bytes in
      if let start = ranges.gil {
        copy.lastHolder = (try? bytes.read(Field(start - gil.start + gil.lastHolder))) ?? 0
        copy.isHeld = (try? bytes.read(Field<Int32>(start - gil.start + gil.locked))) == 1
        copy.holder = copy.isHeld ? copy.lastHolder : 0
      }
      let collecting = frameDistance == nil ? start + Self.statisticsCount : start
      guard let word: Int32 = try? bytes.read(Field(collecting)), word != 0 else { return }
      copy.isCollecting = true
      if let frameDistance {
        copy.frame = (try? bytes.read(Field(start + frameDistance))) ?? 0
        return
      }
      for place in stride(from: start, to: collecting, by: Self.generationCount) {
        let ended: UInt64 = (try? bytes.read(Field(place))) ?? 0
        copy.endedCount &+= ended
      }
    }
    return copy
  }
}

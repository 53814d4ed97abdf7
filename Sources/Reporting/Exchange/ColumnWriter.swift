import ProfileModel

/// Brings samples that come in the order of time into the columns of their threads.
struct ColumnWriter<Format: ColumnFormat> {
  var format: Format
  private let passes: [ThreadPasses.Pass]
  private let nodes: NodeTable
  /// The pass that is under way.
  private var pass: ThreadPasses.Pass?
  /// The threads that are kept back.
  private var logs: [SampleLog] = []

  /// - Parameter limit: Samples that may be kept back.
  init(_ format: Format, profile: Profile, limit: Int) {
    self.format = format
    passes = ThreadPasses(profile, columns: format.columnCount, limit: limit).passes
    nodes = profile.nodes
  }

  var passCount: Int { passes.count }

  mutating func begin<Failure>(
    pass number: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try finish(into: &bytes, drain: drain)
    let next = passes[number]
    pass = next
    switch next {
    case .threads(let threads): logs = Array(repeating: SampleLog(), count: threads.count)
    case .column(let column, let thread):
      if column == 0 { format.open(thread: thread, into: &bytes) }
      format.open(column: column, into: &bytes)
    }
  }

  mutating func add(_ sample: TimedSample, into bytes: inout [UInt8]) {
    let thread = nodes.thread(of: sample.node)
    switch pass {
    case .threads(let kept): if kept.contains(thread) { logs[thread - kept.lowerBound].append(sample) }
    case .column(let column, thread): format.add(sample, to: column, into: &bytes)
    default: break
    }
  }

  /// Writes what the pass under way has kept back, and ends it.
  mutating func finish<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    switch pass {
    case .threads(let kept):
      for (thread, log) in zip(kept, logs) {
        format.open(thread: thread, into: &bytes)
        for column in 0..<format.columnCount {
          format.open(column: column, into: &bytes)
          try log.tell { (sample) throws(Failure) in
            format.add(sample, to: column, into: &bytes)
            if bytes.isLong { try drain(&bytes) }
          }
          format.close(column: column, into: &bytes)
        }
        format.close(thread: thread, into: &bytes)
      }
      logs = []
    case .column(let column, let thread):
      format.close(column: column, into: &bytes)
      if column == format.columnCount - 1 { format.close(thread: thread, into: &bytes) }
    case nil: break
    }
    pass = nil
  }
}

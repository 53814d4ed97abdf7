import ProfileModel

/// Writes samples by column: the moments once for all threads, and for each thread what it did at which of them.
///
/// What is the same from sample to sample stands side by side, where a compressor finds it.
struct SampleEncoder: Sendable {
  /// What of a sample is as expected, and so not written.
  struct Flags {
    static let isOne: UInt8 = 1
    /// Its time is that since the thread's last sample in this block.
    static let followsLast: UInt8 = 2
    static let isIdle: UInt8 = 4
    static let hasOtherIdleTime: UInt8 = 8
    /// The node of the thread's last sample in this block.
    static let sameNode: UInt8 = 16
    /// Its states are not those of the thread's last sample in this block, or of the first not unknown.
    static let otherStates: UInt8 = 32
  }

  /// Instants in microseconds are told as such.
  static let coarseUnit: Int64 = 1000

  private struct Series {
    let thread: Int32
    var count = 0
    var lastMoment = -1
    var lastInstant: Int64 = 0
    var lastNode = -1
    var lastStates = SampleStates.unknown
    var moments = ByteWriter()
    var flags = ByteWriter()
    var nodes = ByteWriter()
    var weights = ByteWriter()
    var states = ByteWriter()
  }

  private var series: [Series] = []
  /// By thread: an index into `series`, or -1.
  private var seriesOfThread: [Int] = []

  /// - Parameter ends: Of the chains of nodes that the block defines.
  mutating func write(
    _ samples: [TimedSample], in forest: NodeForest, _ ends: ChainEnds, to writer: inout ByteWriter
  ) {
    var ends = ends
    let unit = samples.allSatisfy { $0.instant.rawValue % Self.coarseUnit == 0 } ? Self.coarseUnit : 1
    var moments = ByteWriter()
    var momentCount = 0
    var last: Int64 = 0
    for sample in samples {
      let instant = sample.instant.rawValue
      if momentCount == 0 || instant != last {
        moments.writeSigned((instant - last) / unit)
        momentCount += 1
        last = instant
      }
      add(sample, at: momentCount - 1, to: place(of: forest.threads[sample.node]), forest.count, &ends)
    }
    writer.write(UInt64(unit))
    writer.write(momentCount)
    writer.writePart(moments)
    writer.write(series.count)
    for one in series {
      writer.write(Int(one.thread))
      writer.write(one.count)
      for column in [one.moments, one.flags, one.nodes, one.weights, one.states] { writer.writePart(column) }
      seriesOfThread[Int(one.thread)] = -1
    }
    series.removeAll(keepingCapacity: true)
  }

  private mutating func place(of thread: Int32) -> Int {
    let index = Int(thread)
    while seriesOfThread.count <= index { seriesOfThread.append(-1) }
    if seriesOfThread[index] < 0 {
      seriesOfThread[index] = series.count
      series.append(Series(thread: thread))
    }
    return seriesOfThread[index]
  }

  private mutating func add(
    _ sample: TimedSample, at moment: Int, to place: Int, _ nodeCount: Int, _ ends: inout ChainEnds
  ) {
    let instant = sample.instant.rawValue
    let weight = sample.weight
    var flags: UInt8 = 0
    if weight.samples == 1 { flags |= Flags.isOne }
    if series[place].count > 0, weight.time.rawValue == instant - series[place].lastInstant {
      flags |= Flags.followsLast
    }
    if weight.idle != .zero { flags |= weight.idle == weight.time ? Flags.isIdle : Flags.hasOtherIdleTime }
    if sample.node == series[place].lastNode { flags |= Flags.sameNode }
    if sample.states != series[place].lastStates { flags |= Flags.otherStates }
    series[place].moments.write(moment - max(0, series[place].lastMoment))
    series[place].flags.writeFixed(flags)
    if flags & Flags.sameNode == 0 {
      let skipped = ends.skip(to: Int32(truncatingIfNeeded: sample.node), of: series[place].thread)
      series[place].nodes.write(skipped ?? ChainEnds.window + nodeCount - 1 - sample.node)
    }
    if flags & Flags.isOne == 0 { series[place].weights.write(weight.samples) }
    if flags & Flags.followsLast == 0 { series[place].weights.write(UInt64(max(0, weight.time.rawValue))) }
    if flags & Flags.hasOtherIdleTime != 0 { series[place].weights.write(UInt64(max(0, weight.idle.rawValue))) }
    if flags & Flags.otherStates != 0 { series[place].states.writeFixed(sample.states.rawValue) }
    series[place].count += 1
    series[place].lastMoment = moment
    series[place].lastInstant = instant
    series[place].lastNode = sample.node
    series[place].lastStates = sample.states
  }
}

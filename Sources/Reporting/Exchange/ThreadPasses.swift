import ProfileModel

/// How a format that wants each thread's samples column by column is written in few passes and with little memory.
///
/// Threads whose samples fit are kept back together and written after the pass; a thread with more than that has a pass
/// for each column.
struct ThreadPasses: Sendable {
  enum Pass: Hashable, Sendable {
    /// These threads are kept back.
    case threads(Range<Int>)
    case column(Int, thread: Int)
  }

  let passes: [Pass]

  /// Samples that are kept back at the most, in about ten megabytes.
  static let defaultLimit = 1_000_000

  /// - Parameter limit: Samples that may be kept back.
  init(_ profile: Profile, columns: Int, limit: Int = defaultLimit) {
    var samples = [Int](repeating: 0, count: profile.threads.count)
    for node in profile.nodes { samples[node.thread] += max(0, node.own.samples) }
    // CPU time is told apart from the sample that it belongs to.
    if profile.sampledTime == .cpu { samples = samples.map { $0 * 2 } }
    var passes: [Pass] = []
    var first = 0
    var kept = 0
    for thread in samples.indices {
      if kept + samples[thread] > limit {
        if first < thread { passes.append(.threads(first..<thread)) }
        (first, kept) = (thread, 0)
      }
      if samples[thread] > limit {
        passes += (0..<columns).map { .column($0, thread: thread) }
        first = thread + 1
      } else {
        kept += samples[thread]
      }
    }
    if first < samples.count || passes.isEmpty { passes.append(.threads(first..<samples.count)) }
    self.passes = passes
  }
}

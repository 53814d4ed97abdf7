import CTimingWire
import Glibc
import ProfileModel

extension TimingRegion {
  /// Adds functions with two bodies for the agent to look for.
  func add(_ pairings: [PairRequest]) throws(TimingError) {
    guard !pairings.isEmpty else { return }
    let helper = Base64.decode(EmbeddedAgent.pairing)
    // Reads the array, which lives through the call, and writes into the region, which is mapped while `self` lives;
    // so in all that follows.
    guard unsafe seriema_timing_set_helper(region, helper, helper.count) == 0 else { throw Self.tooMany(pairings) }
    for pairing in pairings {
      var pair = seriema_timing_pair()
      pair.target = UInt32(pairing.target)
      pair.other = UInt32.max
      pair.own_side = UInt32(SERIEMA_TIMING_NEW)
      if case .target(let other) = pairing.body {
        pair.other = UInt32(other)
        pair.own_side = UInt32(SERIEMA_TIMING_BASE)
      }
      pair.checks_results = pairing.checksResults ? 1 : 0
      pair.seed = pairing.seed
      let index = unsafe seriema_timing_add_pair(region, &pair, pairing.label)
      guard index >= 0 else { throw Self.tooMany(pairings) }
      if case .source(let bytes) = pairing.body {
        guard give(bytes, toPair: Int(index)) else { throw .tooLongSource(limit: Int(SERIEMA_TIMING_SOURCE_BYTES)) }
      }
    }
  }

  private static func tooMany(_ pairings: [PairRequest]) -> TimingError {
    .tooManyPairs(count: pairings.count, limit: Int(SERIEMA_TIMING_PAIRS))
  }

  /// Gives the agent a source; false when it is too long.
  func give(_ source: [UInt8], toPair index: Int) -> Bool {
    unsafe seriema_timing_give_source(region, UInt32(index), source, source.count) == 0
  }

  /// Tells the agent that it has all that it will get.
  func answer(pair index: Int) {
    unsafe seriema_timing_answer(region, UInt32(index))
  }

  private var pairs: [seriema_timing_pair] {
    (0..<UInt32(SERIEMA_TIMING_PAIRS)).compactMap { index in
      var pair = seriema_timing_pair()
      return unsafe seriema_timing_read_pair(region, index, &pair) == 0 ? pair : nil
    }
  }

  /// Pairs that wait for a source, with the file that it is another source of.
  var wantedSources: [(pair: Int, path: String)] {
    pairs.enumerated().filter { $1.status == UInt32(SERIEMA_TIMING_PAIR_WANTS_SOURCE) }
      .map { ($0, text($1.path)) }
  }

  /// Whether the agent may yet ask for a source.
  var mayAskForSources: Bool {
    pairs.contains { pair in
      pair.has_source == 0 && pair.other == UInt32.max
        && [UInt32(SERIEMA_TIMING_PAIR_WAITING), UInt32(SERIEMA_TIMING_PAIR_WANTS_SOURCE)].contains(pair.status)
    }
  }

  /// What the pairs measured.
  /// - Parameters:
  ///   - requests: The targets as the user wrote them.
  ///   - sourceProblems: By pair.
  func pairings(of requests: [String], _ scale: TickScale, sourceProblems: [Int: String]) -> [PairedTiming] {
    pairs.enumerated().map { index, pair in
      let isOther = pair.other != UInt32.max
      let target = Int(isOther ? pair.other : pair.target)
      var timing = PairedTiming(
        target: requests.indices.contains(target) ? requests[target] : "", base: text(pair.label),
        outcome: outcome(pair, sourceProblem: sourceProblems[index]), isSame: pair.is_same != 0,
        warmUpPairs: Int(clamping: pair.warm_up_pairs),
        mixedCalls: Int(clamping: pair.mixed_calls), seed: pair.seed)
      if isOther, requests.indices.contains(Int(pair.target)) { timing.base = requests[Int(pair.target)] }
      if pair.swap_ticks > 0 { timing.swapCost = Double(pair.swap_ticks) * scale.nanosecondsPerTick }
      let copies = (0..<Int(SERIEMA_TIMING_PAIR_COPIES)).map { blocks(ofPair: index, copy: $0, scale) }
      timing.copies = copies.compactMap(\.self).filter { !$0.isEmpty }
      if copies.contains(nil) { timing.outcome = .refused(.torn) }
      if pair.checks_results != 0 { timing.results = results(pair) }
      return timing
    }
  }

  /// Nil when the process was ended while it joined them.
  private func blocks(ofPair index: Int, copy: Int, _ scale: TickScale) -> [PairedTiming.Block]? {
    var count: Int32 = 0
    // The buffer is filled up to the count that it gives.
    let blocks = unsafe [seriema_timing_pair_block](unsafeUninitializedCapacity: Int(SERIEMA_TIMING_PAIR_BLOCKS)) {
      buffer, filled in
      count = unsafe seriema_timing_read_pair_blocks(region, UInt32(index), UInt32(copy), buffer.baseAddress)
      filled = max(0, Int(count))
    }
    guard count >= 0 else { return nil }
    return blocks.map { block in
      PairedTiming.Block(
        base: Self.calls(block.calls.0, block.sum.0, block.logarithms.0, scale),
        new: Self.calls(block.calls.1, block.sum.1, block.logarithms.1, scale))
    }
  }

  private static func calls(
    _ count: UInt64, _ sum: UInt64, _ logarithms: Double, _ scale: TickScale
  ) -> TimingSeries.Calls {
    TimingSeries.Calls(
      count: Int(clamping: count), total: scale.nanoseconds(sum),
      typical: count > 0 ? exp(logarithms / Double(count)) * scale.nanosecondsPerTick : nil)
  }

  private func results(_ pair: seriema_timing_pair) -> PairedTiming.Results {
    let (a, b, c, d) = pair.differences
    let examples = [a, b, c, d].prefix(Int(clamping: pair.different)).map { difference in
      PairedTiming.Difference(
        call: text(difference.call), base: text(difference.results.0), new: text(difference.results.1))
    }
    return PairedTiming.Results(
      compared: Int(clamping: pair.compared), different: Int(clamping: pair.different),
      incomparable: Int(clamping: pair.incomparable), examples: examples)
  }

  private func outcome(_ pair: seriema_timing_pair, sourceProblem: String?) -> PairedTiming.Outcome {
    switch pair.status {
    case UInt32(SERIEMA_TIMING_PAIR_ACTIVE): .active
    case UInt32(SERIEMA_TIMING_PAIR_ENDED): .ended
    case UInt32(SERIEMA_TIMING_PAIR_REFUSED):
      .refused(PairRefusal(code: pair.reason, detail: text(pair.detail), sourceProblem: sourceProblem))
    default: .notCalled
    }
  }
}

import CTimingWire
package import ProfileModel

/// What a program measured in a block of itself, and wrote down.
package struct TimingBlock: ~Copyable {
  private let region: TimingRegion

  /// - Parameter descriptor: Is closed with this value.
  /// - Throws: `.notABlock` when the file is nothing of that kind, or was written by another version of the agent.
  package init(descriptor: Int32) throws(TimingError) {
    region = try TimingRegion(blockIn: descriptor)
  }

  /// What was measured; all calls of the targets, in the order in which these were given.
  ///
  /// - Parameters:
  ///   - isRaw: Whether the block was opened to leave what the timer takes in its times.
  ///   - byThread: Tells the calls of each thread; only of a block that was opened for it are threads told apart.
  package func report(isRaw: Bool = false, byThread: Bool = false) -> TimingReport {
    let facts = region.facts
    let span = TimingSpan(clock: facts.clock, from: facts.first, to: facts.last, began: facts.block_start)
    return region.report(over: span, isRaw: isRaw, byThread: byThread, isOfBlock: true) { functions in
      (0..<facts.target_count).map { index in
        TimingReport.TargetResult(
          request: request(ofTarget: index),
          functions: functions.filter { $0.targets.contains(Int(index)) && $0.timing.hasRun }.map(\.timing),
          finding: region.finding(ofTarget: Int(index)))
      }
    }
  }

  /// `module:qualname`, as a user would write it.
  private func request(ofTarget index: UInt32) -> String {
    guard let target = region.target(index) else { return "" }
    return region.text(target.place) + ":" + region.text(target.qualified_name)
  }
}

internal import Glibc
import ProfileModel
import Statistics

/// What one pair of copies of two bodies came to, as if each had been one run.
struct CopyShift: Sendable {
  var base: TimingSeries.Calls
  var new: TimingSeries.Calls

  /// - Parameter blocks: Sums over pairs of calls, whose log ratios have the shift as their centre: what interrupts some
  ///   calls for long moves few blocks.
  /// - Returns: Nil without any.
  init?(_ blocks: [PairedTiming.Block]) {
    let ratios = blocks.compactMap { block -> Double? in
      guard let base = block.base.typical, let new = block.new.typical, base > 0, new > 0 else { return nil }
      return log(new / base)
    }
    guard !ratios.isEmpty else { return nil }
    base = Self.sum(blocks.map(\.base))
    new = Self.sum(blocks.map(\.new))
    let means = ratios.indices.flatMap { first in ratios[first...].map { (ratios[first] + $0) / 2 } }
    base.typical = blocks.compactMap(\.base.typical).sorted().medianOfSorted
    new.typical = base.typical.map { $0 * exp(means.sorted().medianOfSorted) }
  }

  private static func sum(_ calls: [TimingSeries.Calls]) -> TimingSeries.Calls {
    calls.reduce(TimingSeries.Calls(count: 0, total: .zero)) { sum, next in
      TimingSeries.Calls(count: sum.count + next.count, total: sum.total + next.total)
    }
  }
}

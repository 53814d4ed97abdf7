internal import Glibc
internal import ProfileModel

/// What typical calls of two bodies took as their run went on.
enum PairedSteps {
  /// Pairs of calls that were made in one stretch of the run.
  struct Step: Hashable, Sendable {
    var pairs: Int
    /// Geometric means, in nanoseconds.
    var base: Double
    var new: Double
  }

  /// Stretches of about as many pairs each, in the order of time.
  ///
  /// Copies take turns all the time, so that the same part of each copy's blocks lies in about the same stretch.
  static func steps(of pairing: PairedTiming, atMost limit: Int = 32) -> [Step] {
    let count = min(limit, pairing.copies.map(\.count).min() ?? 0)
    var steps = Array(repeating: (pairs: 0, base: 0.0, new: 0.0, weight: 0.0), count: count)
    for blocks in pairing.copies {
      let total = blocks.reduce(0) { $0 + min($1.base.count, $1.new.count) }
      var done = 0
      for block in blocks {
        let pairs = min(block.base.count, block.new.count)
        defer { done += pairs }
        guard let base = block.base.typical, let new = block.new.typical, base > 0, new > 0, pairs > 0 else { continue }
        let middle = (Double(done) + Double(pairs) / 2) / Double(total)
        let index = min(count - 1, Int(middle * Double(count)))
        steps[index].pairs += pairs
        steps[index].base += Double(pairs) * log(base)
        steps[index].new += Double(pairs) * log(new)
        steps[index].weight += Double(pairs)
      }
    }
    return steps.filter { $0.weight > 0 }.map {
      Step(pairs: $0.pairs, base: exp($0.base / $0.weight), new: exp($0.new / $0.weight))
    }
  }
}

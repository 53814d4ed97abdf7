/// Durations of many calls, kept as exact moments and a log-linear histogram.
///
/// Two distributions merge by addition, so threads, processes and runs can be counted apart and shown together.
package struct DurationDistribution: Hashable, Sendable {
  /// Calls counted.
  package var count: Int
  /// Their durations added up.
  package var total: Nanoseconds
  /// Sum of the squared durations, in square nanoseconds.
  package var sumOfSquares: Double
  /// The shortest and the longest duration; both zero when `count` is.
  package var minimum: Nanoseconds
  package var maximum: Nanoseconds
  /// Non-empty buckets by rising duration.
  package var buckets: [Bucket]
  /// In what steps the clock advanced that told them, in nanoseconds; 0 where it told finer than the buckets do.
  package var clockStep = 0.0

  /// Calls whose durations lie in `[lower, upper)`.
  package struct Bucket: Hashable, Sendable {
    package var lower: Double
    package var upper: Double
    package var count: Int

    /// - Parameters:
    ///   - lower: Nanoseconds, included.
    ///   - upper: Nanoseconds, excluded; at most 1/64 above `lower` from 64 clock ticks on.
    package init(lower: Double, upper: Double, count: Int) {
      self.lower = lower
      self.upper = upper
      self.count = count
    }
  }

  package init(
    count: Int = 0, total: Nanoseconds = .zero, sumOfSquares: Double = 0,
    minimum: Nanoseconds = .zero, maximum: Nanoseconds = .zero, buckets: [Bucket] = []
  ) {
    self.count = count
    self.total = total
    self.sumOfSquares = sumOfSquares
    self.minimum = minimum
    self.maximum = maximum
    self.buckets = buckets
  }

  /// The arithmetic mean in nanoseconds; nil without calls.
  package var mean: Double? {
    count > 0 ? Double(total.rawValue) / Double(count) : nil
  }

  /// The sample standard deviation (n − 1) in nanoseconds; nil below two calls.
  package var standardDeviation: Double? {
    guard count > 1, let mean else { return nil }
    let variance = (sumOfSquares - Double(count) * mean * mean) / Double(count - 1)
    return max(0, variance).squareRoot()
  }

  /// The duration below which the share `fraction` of the calls lies.
  ///
  /// The middle of its bucket, so the relative error is at most half a bucket's width (1/128, from 64 clock ticks on),
  /// and never outside `minimum … maximum`. Of a clock that advances in coarser steps each reading stands for all durations
  /// within half a step of it.
  /// - Parameter fraction: 0 … 1; 0.5 is the median.
  /// - Returns: Nanoseconds; nil without calls.
  package func quantile(_ fraction: Double) -> Double? {
    guard count > 0 else { return nil }
    if fraction <= 0 { return Double(minimum.rawValue) }
    if fraction >= 1 { return Double(maximum.rawValue) }
    let rank = fraction * Double(count)
    if clockStep > 0 { return quantile(ofRank: rank) }
    var below = 0.0
    for bucket in buckets {
      let inside = Double(bucket.count)
      if below + inside >= rank {
        let value = (bucket.lower + bucket.upper) / 2
        return min(max(value, Double(minimum.rawValue)), Double(maximum.rawValue))
      }
      below += inside
    }
    return Double(maximum.rawValue)
  }

  /// Where so many calls lie below, each reading spread over a step of the clock: the median of grouped data, and all that
  /// lies between two readings.
  private func quantile(ofRank rank: Double) -> Double {
    var low = Double(minimum.rawValue) - clockStep
    var high = Double(maximum.rawValue) + clockStep
    // To the width of no step at all.
    for _ in 0..<64 {
      let middle = (low + high) / 2
      if count(below: middle) < rank { low = middle } else { high = middle }
    }
    return min(max(high, Double(minimum.rawValue)), Double(maximum.rawValue))
  }

  private func count(below duration: Double) -> Double {
    buckets.reduce(0) { sum, bucket in
      let width = max(clockStep, bucket.upper - bucket.lower)
      let start = (bucket.lower + bucket.upper - width) / 2
      return sum + Double(bucket.count) * min(1, max(0, (duration - start) / width))
    }
  }

  /// The median in nanoseconds; nil without calls.
  package var median: Double? { quantile(0.5) }

  /// The arithmetic mean without the slowest calls, in nanoseconds.
  ///
  /// A call that the machine interrupts takes milliseconds longer, and a few of them move the mean more than a change
  /// of the code does. What is left out is taken from the histogram, what is kept is the exact rest.
  /// - Parameter share: Of the calls, 0 ..< 1; rounded down to whole calls.
  /// - Returns: Nil without calls.
  package func mean(withoutSlowest share: Double) -> Double? {
    guard count > 0 else { return nil }
    let dropped = Int(share * Double(count))
    var left = dropped
    var time = 0.0
    for bucket in buckets.reversed() where left > 0 {
      let taken = min(left, bucket.count)
      let middle = (bucket.lower + bucket.upper) / 2
      time += Double(taken) * min(max(middle, Double(minimum.rawValue)), Double(maximum.rawValue))
      left -= taken
    }
    return max(0, Double(total.rawValue) - time) / Double(count - dropped)
  }

  /// Adds the calls of `other`.
  package mutating func merge(_ other: DurationDistribution) {
    guard other.count > 0 else { return }
    clockStep = max(clockStep, other.clockStep)
    minimum = count == 0 ? other.minimum : min(minimum, other.minimum)
    maximum = count == 0 ? other.maximum : max(maximum, other.maximum)
    count += other.count
    total = total + other.total
    sumOfSquares += other.sumOfSquares
    buckets = DurationDistribution.merged(buckets, other.buckets)
  }

  /// Two sorted bucket lists as one; equal buckets are added.
  private static func merged(_ left: [Bucket], _ right: [Bucket]) -> [Bucket] {
    var result: [Bucket] = []
    result.reserveCapacity(left.count + right.count)
    var i = 0
    var j = 0
    while i < left.count || j < right.count {
      if j == right.count || (i < left.count && left[i].lower < right[j].lower) {
        result.append(left[i])
        i += 1
      } else if i == left.count || right[j].lower < left[i].lower {
        result.append(right[j])
        j += 1
      } else {
        var both = left[i]
        both.count += right[j].count
        result.append(both)
        i += 1
        j += 1
      }
    }
    return result
  }
}

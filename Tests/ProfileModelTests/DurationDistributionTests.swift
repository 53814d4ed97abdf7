import ProfileModel
import Testing

@Suite struct DurationDistributionTests {
  /// One call in a bucket of one nanosecond.
  private func call(_ length: Int64) -> DurationDistribution {
    let value = Double(length)
    return DurationDistribution(
      count: 1, total: Nanoseconds(length), sumOfSquares: value * value, minimum: Nanoseconds(length),
      maximum: Nanoseconds(length), buckets: [.init(lower: value, upper: value + 1, count: 1)])
  }

  private func distribution(_ lengths: [Int64]) -> DurationDistribution {
    lengths.reduce(into: DurationDistribution()) { $0.merge(call($1)) }
  }

  @Test func knowsMeanAndDeviation() throws {
    let calls = distribution([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(calls.mean == 5)
    // 32 / 7 by hand: the sample's variance, with n − 1.
    #expect(abs(try #require(calls.standardDeviation) - (32.0 / 7).squareRoot()) < 1e-9)
    #expect(calls.minimum == Nanoseconds(2))
    #expect(calls.maximum == Nanoseconds(9))
  }

  @Test func knowsNothingOfNoCalls() {
    let none = DurationDistribution()
    #expect(none.mean == nil)
    #expect(none.median == nil)
    #expect(none.standardDeviation == nil)
    #expect(call(5).standardDeviation == nil)
  }

  @Test(arguments: [(0.0, 1.0), (0.5, 51), (0.95, 96), (1.0, 100)])
  func findsQuantilesInTheirBucket(_ fraction: Double, _ expected: Double) throws {
    let calls = distribution(Array(1...100))
    #expect(abs(try #require(calls.quantile(fraction)) - expected) <= 1)
  }

  @Test func keepsQuantilesBetweenShortestAndLongest() {
    let wide = DurationDistribution(
      count: 2, total: Nanoseconds(201), sumOfSquares: 20_201, minimum: Nanoseconds(100), maximum: Nanoseconds(101),
      buckets: [.init(lower: 64, upper: 128, count: 2)])
    #expect(wide.quantile(0) == 100)
    #expect(wide.quantile(1) == 101)
  }

  @Test func mergesInAnyOrder() {
    let left: [Int64] = [5, 900, 17, 17]
    let right: [Int64] = [17, 3, 100_000]
    var one = distribution(left)
    one.merge(distribution(right))
    var other = distribution(right)
    other.merge(distribution(left))
    #expect(one == other)
    #expect(one == distribution(left + right))
    #expect(one.buckets.map(\.count) == [1, 1, 3, 1, 1])
    var same = one
    same.merge(DurationDistribution())
    #expect(same == one)
  }

  @Test func leavesOutTheSlowestCalls() throws {
    let calls = distribution(Array(repeating: 100, count: 9) + [4_000_000])
    // The bucket's middle stands for the slow call, but no more than the longest one; what is left is exact.
    #expect(calls.mean(withoutSlowest: 0.1) == 100)
    #expect(calls.mean(withoutSlowest: 0.09) == calls.mean)
    #expect(distribution([1, 2, 3]).mean(withoutSlowest: 0.1) == 2)
    #expect(DurationDistribution().mean(withoutSlowest: 0.1) == nil)
    let bimodal = distribution(Array(repeating: 10, count: 5) + Array(repeating: 30, count: 5))
    // Three of five slow ones are dropped: (5 × 10 + 2 × 30) / 7, less the buckets' half nanosecond.
    let rest = try #require(bimodal.mean(withoutSlowest: 0.3))
    #expect(abs(rest - 110.0 / 7) < 1.5 / 7 + 1e-9)
  }

  /// Of a clock that tells steps of 10 ns, what lies between two readings shows in how many calls read which.
  @Test func findsQuantilesBetweenTheStepsOfAClock() {
    func isNear(_ value: Double?, _ wanted: Double) -> Bool { value.map { abs($0 - wanted) < 0.001 } ?? false }
    var durations = DurationDistribution(
      count: 100, total: Nanoseconds(4700), minimum: Nanoseconds(40), maximum: Nanoseconds(50),
      buckets: [.init(lower: 40, upper: 40, count: 30), .init(lower: 49.8, upper: 50.2, count: 70)])
    #expect(durations.median == 50)
    durations.clockStep = 10
    #expect(isNear(durations.median, 47.857))
    #expect(isNear(durations.quantile(0.2), 41.667))
    // Never outside of what was read, and the step goes with what is made of it.
    #expect(durations.quantile(0.95) == 50)
    let shortened = durations.shortened(by: 12)
    #expect(isNear(shortened.median, 35.857))
    var both = DurationDistribution()
    both.merge(durations)
    #expect(both.median == durations.median)
    // Buckets that are wider than a step stay what they are.
    durations.buckets = [.init(lower: 1000, upper: 1016, count: 100)]
    (durations.minimum, durations.maximum) = (Nanoseconds(1000), Nanoseconds(1016))
    #expect(isNear(durations.median, 1008))
  }
}

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
}

import ProfileModel
import Testing

@Suite struct CorrectionTests {
  @Test func shortensEveryDuration() throws {
    let lengths = [100.0, 120, 300, 44]
    let distribution = DurationDistribution(
      count: 4, total: Nanoseconds(564), sumOfSquares: lengths.map { $0 * $0 }.reduce(0, +), minimum: Nanoseconds(44),
      maximum: Nanoseconds(300), buckets: lengths.sorted().map { .init(lower: $0, upper: $0 + 1, count: 1) })
    let shorter = distribution.shortened(by: 40)
    #expect(shorter.total == Nanoseconds(564 - 160))
    #expect(shorter.minimum == Nanoseconds(4))
    #expect(shorter.maximum == Nanoseconds(260))
    #expect(abs(try #require(shorter.standardDeviation) - #require(distribution.standardDeviation)) < 1e-9)
    #expect(try #require(shorter.median) < #require(distribution.median))
    // More than there is leaves nothing, and nothing negative.
    #expect(distribution.shortened(by: 1000).total == .zero)
    #expect(distribution.shortened(by: 1000).minimum == .zero)
  }
}

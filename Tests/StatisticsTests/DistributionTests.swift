import Statistics
import Testing

/// Reference values: scipy 1.18.1, `stats.norm`, `stats.t`; rank distributions counted out in whole numbers by Python.
struct DistributionTests {
  @Test(arguments: [
    (0.001, -3.090232306167813), (0.025, -1.9599639845400545), (0.2, -0.8416212335729142), (0.5, 0),
    (0.975, 1.959963984540054), (0.999, 3.090232306167813),
  ])
  func findsNormalQuantiles(_ probability: Double, _ expected: Double) {
    #expect(abs(NormalDistribution.quantile(probability) - expected) < 1e-12)
    #expect(abs(NormalDistribution.cumulative(expected) - probability) < 1e-14)
  }

  @Test(arguments: [
    (1.0, 0.975, 12.706204736174694), (2, 0.975, 4.302652729749462), (4, 0.975, 2.7764451051977934),
    (9, 0.985, 2.5738039775468033), (2.5, 0.9, 1.7302509288071766), (30, 0.995, 2.7499956535672254),
    (200, 0.025, -1.9718962236339093),
  ])
  func findsStudentQuantiles(_ degrees: Double, _ probability: Double, _ expected: Double) {
    let found = StudentDistribution(degreesOfFreedom: degrees).quantile(probability)
    #expect(abs(found / expected - 1) < 1e-10, "\(found)")
  }

  @Test(arguments: [
    (1.0, 2.0, 0.8524163823495667), (3, -1.5, 0.11529193262241147), (7.5, 0.3, 0.6138386707156109),
    (100, 3.2, 0.9990790287420585),
  ])
  func knowsStudentShares(_ degrees: Double, _ value: Double, _ expected: Double) {
    #expect(abs(StudentDistribution(degreesOfFreedom: degrees).cumulative(value) - expected) < 1e-12)
  }

  @Test(arguments: [
    (6, 0, 0.015625), (10, 8, 0.0244140625), (20, 52, 0.02422046661376953),
  ])
  func countsSignedRanks(_ count: Int, _ value: Int, _ expected: Double) {
    #expect(abs(RankDistribution.signedRank(count: count).cumulative(value) / expected - 1) < 1e-9)
  }

  @Test(arguments: [
    (5, 5, 2, 0.015873015873015872), (6, 8, 10, 0.040626040626040624), (20, 15, 90, 0.023174177099823386),
  ])
  func countsRankSums(_ first: Int, _ second: Int, _ value: Int, _ expected: Double) {
    #expect(abs(RankDistribution.rankSum(first, second).cumulative(value) / expected - 1) < 1e-9)
    #expect(abs(RankDistribution.rankSum(second, first).cumulative(value) / expected - 1) < 1e-9)
  }

  /// Beyond 25 values the distribution is taken as normal; what counts are its tails.
  @Test(arguments: [
    (50, 434, 0.024723203400300875), (60, 650, 0.025522474999152858),
    (60, 689, 0.048558187561618),
  ])
  func approximatesManySignedRanks(_ count: Int, _ value: Int, _ expected: Double) {
    #expect(abs(RankDistribution.signedRank(count: count).cumulative(value) - expected) < 3e-4)
  }

  @Test func asksForEnoughValues() {
    #expect(RankDistribution.signedRank(count: 5).outside(level: 0.95) == nil)
    #expect(RankDistribution.signedRank(count: 6).outside(level: 0.95) == 0)
    #expect(RankDistribution.signedRank(count: 6).outside(level: 0.97) == nil)
    #expect(RankDistribution.rankSum(3, 3).outside(level: 0.95) == nil)
    #expect(RankDistribution.rankSum(4, 4).outside(level: 0.95) == 0)
  }
}

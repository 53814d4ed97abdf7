import Foundation
import ProfileModel
import Statistics
import Testing

@testable import Reporting

@Suite struct PairedComparisonTests {
  private static let calibration = TimingCalibration(
    bias: .init(lowerQuartile: 29, median: 30, upperQuartile: 31),
    cost: .init(lowerQuartile: 65, median: 70, upperQuartile: 75), appliedBias: 30)

  /// A function whose new body takes `ratio` times as long; of its blocks, times move up and down by half, and ratios by
  /// `spread`, which differ from copy to copy as well.
  private static func pairing(
    _ target: String, ratio: Double, spread: Double = 0.02, copies: Int = 16,
    change: (inout PairedTiming) -> Void = { _ in }
  ) -> PairedTiming {
    var pairing = PairedTiming(
      target: target, base: "HEAD~1", outcome: .active, warmUpPairs: 48, swapCost: 180, seed: 11)
    pairing.copies = (0..<copies).map { copy in
      (0..<20).map { index in
        let typical = 2000 * (1 + 0.5 * Double((copy * 20 + index) * 37 % 320) / 320)
        let place = Double((copy * 7) % copies) / Double(copies) + Double(index * 3 % 20) / 200 - 0.5
        return PairedTiming.Block(base: calls(typical), new: calls(typical * ratio * (1 + spread * place)))
      }
    }
    change(&pairing)
    return pairing
  }

  private static func calls(_ typical: Double) -> TimingSeries.Calls {
    TimingSeries.Calls(count: 16, total: Nanoseconds(Int64(typical * 16 * 1.05)), typical: typical)
  }

  private static var comparison: TimingComparison? {
    TimingComparison(
      paired: [
        pairing("app:parse", ratio: 1.03), pairing("app:load", ratio: 0.9), pairing("app:same", ratio: 1.0002),
        pairing("app:noisy", ratio: 1.01, spread: 0.5),
        pairing("app:never", ratio: 1, copies: 0),
      ], calibration: calibration, newTitle: "the working copy")
  }

  @Test func judgesPairsOfCopies() throws {
    let comparison = try #require(Self.comparison)
    #expect(comparison.level == .pairedInProcess)
    #expect(comparison.entries.map(\.name) == ["app:parse", "app:load", "app:same", "app:noisy"])
    #expect(comparison.entries.prefix(3).map(\.verdict) == [.slower, .faster, .same])
    guard case .cannotTell = comparison.entries[3].verdict else {
      Issue.record("\(comparison.entries[3].verdict)")
      return
    }
    #expect(abs(comparison.entries[0].change.estimate - 0.03) < 0.001)
    #expect(comparison.gate(above: 0.01) == .exceeded(["app:parse"]))
    // (70 + 180) ns of about 2.6 µs.
    #expect(abs(try #require(comparison.entries[0].overhead) - 0.094) < 0.005)
    #expect(TimingComparison(paired: [], calibration: nil, newTitle: nil) == nil)
  }

  @Test(arguments: [80, 130])
  func showsThem(_ width: Int) throws {
    let lines = ComparisonTable(try #require(Self.comparison)).lines(width: width, style: .plain)
    try Golden("paired-\(width)").check(lines)
    #expect(lines.allSatisfy { $0.cellWidth <= width })
  }

  @Test func tellsWhatBodiesGive() throws {
    let differing = Self.pairing("app:parse", ratio: 1.2) { pairing in
      pairing.base = "old\u{1b}.py"
      pairing.mixedCalls = 3
      pairing.outcome = .ended
      pairing.results = .init(
        compared: 120, different: 2, incomparable: 7,
        examples: [
          .init(call: "parse('a\u{1b}')", base: "gives 1", new: "raises ValueError(2)"),
          .init(call: "parse('b')", base: "gives 1", new: "gives 2"),
        ])
    }
    let equal = Self.pairing("app:load", ratio: 1) { pairing in
      pairing.isSame = true
      pairing.results = .init(compared: 100, different: 0, incomparable: 0, examples: [])
    }
    let opaque = Self.pairing("app:make", ratio: 1) { pairing in
      pairing.results = .init(compared: 100, different: 0, incomparable: 100, examples: [])
    }
    let comparison = try #require(
      TimingComparison(paired: [differing, equal, opaque], calibration: nil, newTitle: nil))
    try Golden("paired-results").check(ComparisonTable(comparison).lines(width: 100, style: .plain))
    try Golden("paired-json").check(ComparisonJSON([comparison]).text.split(separator: "\n").map(String.init))
  }

  @Test func givesNoVerdictOnAFewPairs() throws {
    let comparison = try #require(
      TimingComparison(
        paired: [Self.pairing("app:parse", ratio: 2, copies: 2)], calibration: Self.calibration, newTitle: nil))
    #expect(comparison.entries.map(\.verdict) == [.none])
    let lines = ComparisonTable(comparison).lines(width: nil, style: .plain)
    #expect(lines.contains { $0.hasPrefix("no verdict: it takes some hundred calls") })
  }
}

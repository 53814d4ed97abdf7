import Foundation
import ProfileModel
import Testing

@testable import Reporting

@Suite struct DifferenceTests {
  private static let shares: [(name: String, share: Double)] = [
    ("parse", 0.4), ("load", 0.25), ("render", 0.15), ("check", 0.1), ("log", 0.06), ("rare", 0.03), ("once", 0.01),
  ]

  private static func function(_ name: String, in folder: String = "/srv/app", line: Int? = nil) -> FunctionIdentity {
    FunctionIdentity(
      qualifiedName: name, file: "\(folder)/\(name.prefix(1) < "m" ? "first" : "second").py",
      firstLine: line ?? 10 * name.count)
  }

  /// What sampling would find in a program of known shares.
  ///
  /// - Parameters:
  ///   - shares: Of time, which need not add up to one: a function that takes longer makes the program take longer.
  ///   - change: What the program's functions are in this run.
  private static func sampled(
    _ count: Int, _ shares: [(name: String, share: Double)] = shares, pace: Double = 1, random: inout SeededGenerator,
    as function: (String) -> FunctionIdentity = { function($0) }
  ) -> Profile {
    let total = shares.reduce(0) { $0 + $1.share }
    var counts = shares.map { _ in 0 }
    let wanted = Int(Double(count) * total * pace)
    for _ in 0..<wanted {
      var place = Double.random(in: 0..<total, using: &random)
      var index = 0
      while index < shares.count - 1, place >= shares[index].share {
        place -= shares[index].share
        index += 1
      }
      counts[index] += 1
    }
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    for (index, (name, _)) in shares.enumerated() where counts[index] > 0 {
      draft.add([(function("<module>"), 1), (function(name), 12)], samples: counts[index])
    }
    return draft.finished()
  }

  private static func verdicts(_ base: Profile, _ new: Profile) -> [String: ProfileDifference.Verdict] {
    let changed = ProfileDifference(from: base, to: new).rows.filter { $0.own.verdict != .none }
    return Dictionary(changed.map { ($0.change.function.qualifiedName, $0.own.verdict) }, uniquingKeysWith: { $1 })
  }

  @Test func findsNothingBetweenAProfileAndItself() {
    var random = SeededGenerator(seed: 1)
    let profile = Self.sampled(5000, random: &random)
    let difference = ProfileDifference(from: profile, to: profile)
    #expect(difference.rows.allSatisfy { $0.own.verdict == .none && $0.own.excess == .zero })
    #expect(difference.pace == 1)
  }

  /// The noise of counts is not a change, however long the run, and however fast the machine was in it.
  @Test(arguments: [500, 5000, 50_000], [0.7, 1, 1.4])
  func takesNoiseForNoise(_ samples: Int, _ pace: Double) {
    let tries = 100
    var falseAlarms = 0
    for seed in 1...tries {
      var random = SeededGenerator(seed: UInt64(seed))
      let base = Self.sampled(samples, random: &random)
      if !Self.verdicts(base, Self.sampled(samples, pace: pace, random: &random)).isEmpty { falseAlarms += 1 }
    }
    #expect(falseAlarms <= tries / 20, "\(falseAlarms) of \(tries)")
  }

  /// Callers neither, though their times are sums of what is measured elsewhere.
  @Test(arguments: [500, 5000, 50_000]) func takesNoiseOfCallersForNoise(_ samples: Int) {
    let tries = 100
    var falseAlarms = 0
    for seed in 1...tries {
      let (one, other) = (UInt64(seed), UInt64(seed + tries))
      let difference = ProfileDifference(
        from: DifferenceProfiles.sampled(DifferenceProfiles.shares, samples, seed: one),
        to: DifferenceProfiles.sampled(DifferenceProfiles.shares, samples * 6 / 5, seed: other))
      if difference.rows.contains(where: { $0.total.verdict != .none }) { falseAlarms += 1 }
    }
    #expect(falseAlarms <= tries / 20, "\(falseAlarms) of \(tries)")
  }

  /// A caller of what changed has another total, and the same time of its own.
  @Test func tellsCallersFromWhatChanged() {
    let difference = ProfileDifference(from: DifferenceProfiles.pair.base, to: DifferenceProfiles.pair.new)
    func verdicts(_ part: KeyPath<ProfileDifference.Row, ProfileDifference.Estimate>) -> [String: ProfileDifference
      .Verdict]
    {
      let changed = difference.rows.filter { $0[keyPath: part].verdict != .none }
      return Dictionary(
        changed.map { ($0.change.function.qualifiedName, $0[keyPath: part].verdict) }, uniquingKeysWith: { $1 })
    }
    #expect(verdicts(\.own) == ["load": .more, "validate": .new, "once": .gone])
    #expect(verdicts(\.total)["handle"] == .more)
    #expect(verdicts(\.total)["parse"] == nil)
  }

  @Test func findsAFunctionThatTakesLonger() {
    var found = 0
    for seed in 1...50 {
      var random = SeededGenerator(seed: UInt64(seed))
      var slower = Self.shares
      slower[1].share *= 1.4
      let verdicts = Self.verdicts(
        Self.sampled(5000, random: &random), Self.sampled(5000, slower, pace: 1.1, random: &random))
      if verdicts == ["load": .more] { found += 1 }
    }
    #expect(found >= 45, "\(found) of 50")
  }

  @Test func namesWhatIsNewAndWhatIsGone() {
    var random = SeededGenerator(seed: 3)
    let base = Self.sampled(5000, random: &random)
    let more = Self.sampled(5000, Self.shares + [("validate", 0.05)], random: &random)
    #expect(Self.verdicts(base, more) == ["validate": .new])
    #expect(Self.verdicts(more, base) == ["validate": .gone])
  }

  @Test func findsFunctionsAgainWhoseLinesOrFoldersAreOthers() {
    var random = SeededGenerator(seed: 4)
    let base = Self.sampled(5000, random: &random)
    let moved = Self.sampled(5000, random: &random, as: { Self.function($0, line: 500 + $0.count) })
    #expect(Self.verdicts(base, moved) == [:])
    let elsewhere = Self.sampled(5000, random: &random, as: { Self.function($0, in: "/home/me/checkout-2/app") })
    let difference = ProfileDifference(from: base, to: elsewhere)
    #expect(difference.rows.allSatisfy { $0.change.base != nil && $0.change.new != nil && $0.own.verdict == .none })
  }

  /// Half the rate gives half the samples, and the same times.
  @Test func comparesTimesOfDifferentRates() {
    var random = SeededGenerator(seed: 5)
    let base = Self.sampled(8000, random: &random)
    var half = Self.sampled(4000, random: &random)
    for index in half.nodes.indices {
      half.nodes[index].own.time = half.nodes[index].own.time + half.nodes[index].own.time
    }
    #expect(Self.verdicts(base, half) == [:])
  }

  private static func report() -> DifferenceReport {
    var random = SeededGenerator(seed: 6)
    var changed = Self.shares
    changed[1].share *= 1.5
    changed.removeLast()
    changed.append(("wait\u{202e}<b>", 0.08))
    return DifferenceReport(
      from: Self.sampled(5000, random: &random), to: Self.sampled(5000, changed, random: &random),
      options: .init(baseTitle: "base.seriema", newTitle: "new.seriema", currentDirectory: "/srv", limit: 6))
  }

  @Test(arguments: [80, nil]) func showsWhatChanged(width: Int?) throws {
    try Golden("difference-\(width.map(String.init) ?? "wide")").check(
      Self.report().lines(width: width, style: .plain))
  }

  @Test func writesJSONAndMarkdown() throws {
    let report = Self.report()
    let text = DifferenceJSON(report).text
    try Golden("difference-json").check(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    try Golden("difference-markdown").check(report.markdown)
    // All functions, also those that the table has no rows for.
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect((document["functions"] as? [Any])?.count == report.difference.rows.count)
    #expect(report.difference.rows.count > 6)
  }

  /// What was given of the timings stands in the same document, as `seriema compare --json` has it.
  @Test func holdsTheComparisonOfTimings() throws {
    func series(_ nanoseconds: Double) -> TimingSeries {
      let calls = TimingSeries.Calls(count: 10, total: Nanoseconds(Int64(10 * nanoseconds)), typical: nanoseconds)
      return TimingSeries(
        conditions: MeasuringConditions(), runs: [.init()],
        functions: [.init(name: "app:parse", identity: "app:parse", calls: [calls])])
    }
    let comparison = TimingComparison(
      series(1000), series(800), titles: ("base.json", "new.json"), level: .savedBaseline)
    let text = DifferenceJSON(Self.report(), comparisons: [comparison]).text
    let document = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let function = try #require(
      ((document["comparisons"] as? [[String: Any]])?.first?["functions"] as? [[String: Any]])?.first)
    #expect(function["base_typical_ns"] as? Double == 1000)
    #expect(abs(try #require(function["change"] as? Double) + 0.2) < 1e-9)
  }
}

import Foundation
import ProfileModel
import Statistics
import Testing

@testable import Reporting

@Suite struct ComparisonTests {
  private static let machine = MachineIdentity(
    host: "ada", kernel: "6.18", architecture: "x86_64", processor: "A fast one", processorCount: 2)

  /// Functions with their mean calls in microseconds, run by run.
  static func series(
    _ functions: KeyValuePairs<String, [Double]>, calls: Int = 100, apart seconds: Double = 1,
    timerShare: Double = 0.01, change: (inout MeasuringConditions) -> Void = { _ in }
  ) -> TimingSeries {
    var conditions = MeasuringConditions(
      machine: machine, pythonVersion: "3.13.0", command: ["app.py"],
      revision: .init(commit: "0123456789abcdef0123456789abcdef01234567", hasLocalChanges: false))
    change(&conditions)
    let runs = functions.first?.value.indices.map {
      TimingSeries.Run(start: 1_795_270_000 + Double($0) * seconds, load: 0.5)
    }
    return TimingSeries(
      conditions: conditions, runs: runs ?? [],
      functions: functions.map { name, means in
        TimingSeries.Function(
          name: name, identity: name,
          calls: means.map {
            .init(count: calls, total: Nanoseconds(Int64($0 * 1100) * Int64(calls)), typical: $0 * 1000)
          }, timerShare: timerShare)
      })
  }

  /// Ten runs around a mean, `spread` apart.
  static func runs(_ mean: Double, spread: Double = 0.002) -> [Double] {
    (0..<10).map { index in
      // Not in the order of their size, and not the same in every function.
      let place = (index * 7 + Int(mean)) % 10
      return mean * (1 + spread * (Double(place) - 4.5))
    }
  }

  private static var interleaved: TimingComparison {
    let base = series([
      "app:parse": runs(100), "app:load": runs(200), "app:same": runs(300, spread: 0.0005), "app:noisy": runs(50),
      "app:gone": runs(10),
    ])
    let new = series(
      [
        "app:parse": runs(80), "app:load": runs(230), "app:same": runs(300.3, spread: 0.0005),
        "app:noisy": runs(51, spread: 0.03), "app:new\u{1b}": runs(10),
      ]) { $0.revision?.hasLocalChanges = true }
    return TimingComparison(base, new, titles: ("HEAD~1", "the working copy"), level: .interleavedRuns)
  }

  @Test func judgesInterleavedRuns() {
    let verdicts = Self.interleaved.entries.map { [$0.name: $0.verdict] }
    #expect(verdicts[0] == ["app:parse": .faster])
    #expect(verdicts[1] == ["app:load": .slower])
    #expect(verdicts[2] == ["app:same": .same])
    #expect(Self.interleaved.onlyInBase == ["app:gone"])
    #expect(Self.interleaved.onlyInNew == ["app:new\u{1b}"])
    #expect(Self.interleaved.gate(above: 0.05) == .exceeded(["app:load"]))
    guard case .unknown(let names) = Self.interleaved.gate(above: 0.2) else {
      Issue.record("a function that is gone cannot be checked")
      return
    }
    #expect(names == ["app:gone"])
  }

  @Test(arguments: [80, 130])
  func showsThem(_ width: Int) throws {
    let lines = ComparisonTable(Self.interleaved).lines(width: width, style: .plain)
    try Golden("comparison-\(width)").check(lines)
    #expect(lines.allSatisfy { $0.cellWidth <= width })
    let styled = ComparisonTable(Self.interleaved).lines(width: width, style: .ansi)
    #expect(styled.map(\.withoutGraphicRenditions) == lines)
  }

  @Test func writesMarkdownAndJSON() throws {
    try Golden("comparison-markdown").check(ComparisonTable(Self.interleaved).markdown)
    let text = ComparisonJSON([Self.interleaved]).text
    try Golden("comparison-json").check(text.split(separator: "\n").map(String.init))
    let document = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["format"] as? String == "seriema-comparison")
  }

  @Test func givesNoVerdictOnOneOccasion() throws {
    let comparison = TimingComparison(
      Self.series(["app:parse": Self.runs(100)]), Self.series(["app:parse": Self.runs(160)]),
      titles: ("base.json", "new.json"), level: .savedBaseline)
    #expect(comparison.entries.map(\.verdict) == [.none])
    #expect(abs(try #require(comparison.entries.first).change.estimate - 0.6) < 0.01)
    #expect(comparison.gate(above: 0.05) == .unknown(["app:parse"]))
    try Golden("comparison-saved").check(ComparisonTable(comparison).lines(width: 100, style: .plain))
  }

  @Test func givesAVerdictOnManyOccasions() {
    let base = Self.series(["app:parse": Self.runs(100)], apart: 3600)
    let new = Self.series(["app:parse": Self.runs(160)], apart: 3600)
    let titles = ("base.json", "new.json")
    let comparison = TimingComparison(base, new, titles: titles, level: .savedBaseline)
    #expect(comparison.entries.map(\.verdict) == [.slower])
    #expect(comparison.entries.map(\.change.count) == [10])
    // Three are too few, however far apart.
    let few = TimingComparison(
      Self.series(["app:parse": [100, 101, 102]], apart: 3600),
      Self.series(["app:parse": [160, 161, 162]], apart: 3600),
      titles: titles, level: .savedBaseline)
    #expect(few.entries.map(\.verdict) == [.none])
  }

  @Test func givesNoVerdictWhereConditionsDiffer() throws {
    let base = Self.series(["app:parse": Self.runs(100)], apart: 3600)
    var new = Self.series(["app:parse": Self.runs(160)], apart: 3600) { conditions in
      conditions.machine?.host = "bob\u{1b}"
      conditions.pythonVersion = "3.14.0"
      conditions.hasJIT = true
      conditions.isRaw = true
      conditions.command = ["app.py", "big file"]
    }
    for index in new.runs.indices { new.runs[index].load = 4 }
    let comparison = TimingComparison(base, new, titles: ("base.json", "new.json"), level: .savedBaseline)
    #expect(comparison.entries.map(\.verdict) == [.none])
    #expect(comparison.gate(above: 0.05) == .unknown(["app:parse"]))
    try Golden("comparison-conditions").check(ComparisonTable(comparison).lines(width: 100, style: .plain))
    // A kernel is told, and forbids nothing.
    let other = Self.series(["app:parse": Self.runs(160)], apart: 3600) { $0.machine?.kernel = "6.19" }
    let kernels = TimingComparison(base, other, titles: ("base.json", "new.json"), level: .savedBaseline)
    #expect(kernels.entries.map(\.verdict) == [.slower])
  }

  @Test func tellsAChangedWorkloadAndTheTimersShare() throws {
    let base = Self.series(["app:parse": Self.runs(100)], timerShare: 0.2)
    let comparison = TimingComparison(
      base, Self.series(["app:parse": Self.runs(80)], calls: 250, timerShare: 0.1), titles: ("HEAD", "new"),
      level: .interleavedRuns)
    try Golden("comparison-workload").check(ComparisonTable(comparison).lines(width: 100, style: .plain))
    let tiny = TimingComparison(
      base, Self.series(["app:parse": Self.runs(80)], timerShare: 0.6), titles: ("HEAD", "new"),
      level: .interleavedRuns)
    #expect(tiny.entries.map(\.verdict) == [.none])
    let lines = ComparisonTable(tiny).lines(width: nil, style: .plain)
    #expect(lines.contains { $0.hasPrefix("no verdict, because the timer takes more than half as long: app:parse") })
  }

  @Test func comparesFunctionsOfTheSameRuns() throws {
    let series = Self.series(["app:before": Self.runs(100), "app:after": Self.runs(60), "app:never": []])
    let comparison = try #require(TimingComparison(withinRunsOf: series))
    #expect(comparison.entries.map(\.name) == ["app:after"])
    #expect(comparison.entries.map(\.verdict) == [.faster])
    #expect(TimingComparison(withinRunsOf: Self.series(["app:before": Self.runs(100)])) == nil)
  }

  @Test func readsTprofsFiles() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/tprof-1.5.0.json")
    let series = try TimingSeries(json: String(contentsOf: url, encoding: .utf8))
    #expect(series.functions.map(\.name) == ["tp:work", "tp:other"])
    #expect(series.functions.map { $0.calls.map(\.count) } == [[50], [5]])
    #expect(series.functions.map { $0.calls.map(\.total) } == [[Nanoseconds(11_644_395)], [Nanoseconds(5_590_654)]])
    let comparison = TimingComparison(
      series, Self.series(["tp:work": [230]]), titles: ("tprof.json", "new.json"), level: .savedBaseline)
    #expect(comparison.entries.map(\.verdict) == [.none])
    // Means on both sides, because tprof tells no others: 1.1 × 230 µs against 232.888 µs.
    #expect(abs(try #require(comparison.entries.first).change.estimate - (253_000 / 232_887.9 - 1)) < 1e-6)
  }

  @Test(arguments: [
    ("nothing", TimingFileError.notJSON(offset: 0)), ("[1, 2]", .notTimings), ("{\"format\": \"other\"}", .notTimings),
    ("{\"format\": \"seriema-timings\", \"version\": 99}", .newerVersion(99, known: 1)),
    ("{\"format\": \"seriema-timings\", \"version\": 1}", .malformed(member: "targets")),
    ("{\"functions\": [], \"version\": 2}", .newerVersion(2, known: 1)),
    ("{\"functions\": [{\"name\": 1}]}", .malformed(member: "functions")),
  ])
  func refusesOtherFiles(_ text: String, _ error: TimingFileError) {
    #expect(throws: error) { try TimingSeries(json: text) }
  }
}

import ProfileModel
import Testing

@testable import Reporting

@Suite struct TimingTableTests {
  private static func distribution(_ durations: [Int64]) -> DurationDistribution {
    durations.sorted().reduce(into: DurationDistribution()) { sum, length in
      let value = Double(length)
      sum.merge(
        DurationDistribution(
          count: 1, total: Nanoseconds(length), sumOfSquares: value * value, minimum: Nanoseconds(length),
          maximum: Nanoseconds(length), buckets: [.init(lower: value, upper: value * 1.01, count: 1)]))
    }
  }

  private static func timing(
    _ name: String, line: Int = 10, _ durations: [Int64], inner: Int = 0, errors: Int = 0, inFlight: [Int64] = []
  ) -> FunctionTiming {
    let distribution = distribution(durations)
    return FunctionTiming(
      function: Samples.function(name, "/home/ada/shop/app.py", line), module: "__main__", durations: distribution,
      innerCalls: inner, errors: errors, selfTime: Nanoseconds(distribution.total.rawValue / 2),
      inFlight: inFlight.map(Nanoseconds.init))
  }

  private static func report(_ targets: [TimingReport.TargetResult]) -> TimingReport {
    TimingReport(
      targets: targets, clock: .timeStampCounter(ticksPerSecond: 2.5e9), pythonVersion: "3.13.1", processes: 1,
      lostCalls: 0)
  }

  private static var eventful: TimingReport {
    var report = report([
      .init(
        request: "app:parse", functions: [timing("parse", Array(repeating: 12_300_000, count: 1300) + [90_000_000])]),
      .init(
        request: "app:fast_parse", functions: [timing("fast_parse", [8_000_000, 9_000_000, 10_000_000], inner: 1200)]),
      .init(request: "app.py:once", functions: [timing("once", [451], errors: 1)]),
      .init(request: "app:serve", functions: [timing("serve", [], inFlight: [3_000_000_000, 12_400_000_000])]),
      .init(
        request: "app:Shop.*",
        functions: [timing("Shop.buy", line: 60, [2_000, 2_100]), timing("Shop.sell", line: 70, [3_000])]),
      .init(request: "app:pars", functions: [], nearNames: ["app:parse", "app:fast_\u{1b}parse"]),
    ])
    report.processes = 2
    report.lostCalls = 1234
    return report
  }

  @Test(arguments: [40, 80, 120, nil])
  func fitsTheWidth(_ width: Int?) throws {
    let table = TimingTable(Self.eventful, comparesToFirst: true, currentDirectory: Samples.directory)
    let lines = table.lines(width: width, style: .plain)
    try Golden("timings-\(width.map(String.init) ?? "unlimited")").check(lines)
    if let width { #expect(lines.allSatisfy { $0.cellWidth <= width }) }
    #expect(table.lines(width: width, style: .ansi).map(\.withoutGraphicRenditions) == lines)
  }

  @Test func staysSmallForOneTarget() throws {
    var report = Self.report([.init(request: "app:parse", functions: [Self.timing("parse", [1500, 1600, 1700])])])
    report.clock = .monotonic
    let table = TimingTable(report, comparesToFirst: true, currentDirectory: Samples.directory)
    try Golden("timings-one").check(table.lines(width: 100, style: .plain))
  }

  @Test func saysThatNothingRan() throws {
    let table = TimingTable(
      Self.report([.init(request: "app:pars", functions: [])]), currentDirectory: Samples.directory)
    try Golden("timings-none").check(table.lines(width: 80, style: .plain))
  }

  @Test func comparesMeansOfTheFirstTarget() {
    let report = Self.report([
      .init(request: "a", functions: [Self.timing("a", [1000])]),
      .init(request: "b", functions: [Self.timing("b", [877])]),
      .init(request: "c", functions: [Self.timing("c", [1000])]),
      .init(request: "d", functions: [Self.timing("d", [2500])]),
    ])
    let lines = TimingTable(report, comparesToFirst: true, currentDirectory: "/").lines(width: nil, style: .plain)
    let deltas = lines.prefix(5).map { String($0.suffix(8).drop { $0 == " " }) }
    #expect(deltas == ["delta", "base", "−12.3 %", "0.0 %", "+150.0 %"])
  }

  @Test func comparesWithNothingWhereTheFirstTargetHasNoCalls() {
    let report = Self.report([
      .init(request: "a", functions: []), .init(request: "b", functions: [Self.timing("b", [877])]),
      .init(request: "c", functions: [Self.timing("c", [877])]),
    ])
    let lines = TimingTable(report, comparesToFirst: true, currentDirectory: "/").lines(width: nil, style: .plain)
    #expect(lines.first?.contains("delta") == false)
    #expect(lines.contains("delta: not shown, because the first target has no calls"))
  }
}

import ProfileModel
import Testing

@testable import Reporting

/// JSON, Markdown, bars, threads and slowest calls.
@Suite struct TimingFileTests {
  private static func distribution(_ durations: [Int64]) -> DurationDistribution {
    durations.sorted().reduce(into: DurationDistribution()) { sum, length in
      let value = Double(length)
      sum.merge(
        DurationDistribution(
          count: 1, total: Nanoseconds(length), sumOfSquares: value * value, minimum: Nanoseconds(length),
          maximum: Nanoseconds(length), buckets: [.init(lower: value, upper: value * 1.01, count: 1)]))
    }
  }

  private static var report: TimingReport {
    let main = TimedThread(process: 400, thread: 400, name: "MainThread")
    let worker = TimedThread(process: 400, thread: 412, name: "wor\u{1b}ker|1")
    var parse = FunctionTiming(
      function: Samples.function("parse", "/home/ada/shop/app.py", 10), module: "__main__",
      durations: distribution([1000, 1100, 1200, 4000, 64000]), innerCalls: 2, errors: 1,
      selfTime: Nanoseconds(30000))
    parse.slowest = [SlowCall(duration: Nanoseconds(64000), start: Nanoseconds(2_000_000_000), thread: worker)]
    parse.threads = [
      .init(
        thread: worker, durations: distribution([4000, 64000]), innerCalls: 2, errors: 1,
        selfTime: Nanoseconds(20000)),
      .init(
        thread: main, durations: distribution([1000, 1100, 1200]), innerCalls: 0, errors: 0,
        selfTime: Nanoseconds(10000)),
    ]
    var stream = FunctionTiming(
      function: Samples.function("stream", "/home/ada/shop/app.py", 40), module: "__main__",
      durations: distribution([5000, 6000]), selfTime: Nanoseconds(9000), suspends: true)
    stream.latencies = distribution([70_000_000, 80_000_000])
    stream.abandoned = 1
    stream.suspensions = 12
    stream.suspended = [Nanoseconds(3_000_000_000)]
    return TimingReport(
      targets: [
        .init(request: "app:parse", functions: [parse], finding: .function(qualifiedName: "parse")),
        .init(request: "app:str*", functions: [stream], isPattern: true),
        .init(request: "math:sqrt", functions: [], finding: .writtenInC(type: "builtin_function_or_method")),
        .init(request: "app:Plain", functions: [], finding: .plainClass),
        .init(request: "app:value", functions: [], finding: .notCallable(type: "int")),
        .init(request: "app:unused", functions: [], finding: .function(qualifiedName: "unused")),
        .init(request: "app.py:3", functions: [], finding: .noFunctionAtLine),
        .init(request: "app:nothing", functions: [], nearNames: ["app:noting"], finding: .notDefined),
      ], clock: .timeStampCounter(ticksPerSecond: 2.5e9), pythonVersion: "3.13.0", processes: 1, lostCalls: 0,
      calibration: TimingCalibration(
        bias: .init(lowerQuartile: 30, median: 34, upperQuartile: 36.5),
        cost: .init(lowerQuartile: 70, median: 76, upperQuartile: 90), appliedBias: 34))
  }

  @Test func showsWhatSuspendsAndWhyTargetsHaveNone() throws {
    let table = TimingTable(Self.report, currentDirectory: Samples.directory)
    try Golden("timings-suspending").check(table.lines(width: 120, style: .plain))
  }

  @Test func saysThatTheCalibrationWasSlow() throws {
    var report = Self.report
    report.calibration?.appliedBias = 20
    let table = TimingTable(report, currentDirectory: Samples.directory)
    let lines = table.lines(width: nil, style: .plain)
    let note = try #require(
      lines.first { $0.hasPrefix("corrected: each call by 20.0 ns, which the shortest calls read; 34.0 ns") })
    #expect(note.hasSuffix("; --raw leaves both in"))
    report.calibration?.bias = TimingCalibration.Spread(lowerQuartile: 0, median: 0.2, upperQuartile: 0.8)
    report.calibration?.appliedBias = 0
    let small = TimingTable(report, currentDirectory: Samples.directory).lines(width: nil, style: .plain)
    #expect(small.contains { $0.hasPrefix("corrected: each call by 0.20 ns (0 s … 0.80 ns), what is around it") })
    #expect(small.contains { $0.hasPrefix("clock: ") && !$0.contains("in steps") })
    report.calibration?.clockStep = 10
    let coarse = TimingTable(report, currentDirectory: Samples.directory).lines(width: nil, style: .plain)
    #expect(coarse.contains { $0.hasPrefix("clock: ") && $0.contains(", in steps of 10.0 ns") })
    report.calibration = Self.report.calibration
    report.calibration?.appliedBias = nil
    let raw = TimingTable(report, currentDirectory: Samples.directory).lines(width: nil, style: .plain)
    #expect(raw.contains { $0.hasPrefix("raw: a call reads 34.0 ns (30.0 ns … 36.5 ns) too long") })
  }

  @Test func writesJSON() throws {
    let machine = MachineIdentity(
      host: "ada", kernel: "6.18", architecture: "x86_64", processor: "A \"fast\" one", processorCount: 2)
    let conditions = MeasuringConditions(
      machine: machine, pythonVersion: "3.13.0", command: ["app.py", "a\u{7}\\"],
      revision: .init(commit: "0123456789abcdef0123456789abcdef01234567", hasLocalChanges: true))
    let series = TimingSeries(
      conditions: conditions, runs: [.init(start: 1_795_270_000.25, load: 0.5)], reports: [Self.report])
    let text = TimingJSON(Self.report, series: series, python: "/usr/bin/python3").text
    // What was written is read as it was.
    #expect(try TimingSeries(json: text) == series)
    try Golden("timings-json").check(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func writesMarkdown() throws {
    let table = TimingTable(Self.report, currentDirectory: Samples.directory)
    try Golden("timings-markdown").check(TimingMarkdown(table).lines)
  }

  @Test func drawsBars() throws {
    let lines = TimingHistogram(Self.report).lines(width: 60, style: .plain)
    try Golden("timings-bars").check(lines)
    #expect(lines.allSatisfy { $0.cellWidth <= 60 })
  }

  @Test func tellsThreadsAndSlowestCalls() throws {
    let lines =
      ThreadTable(Self.report).lines(width: 120, style: .plain)
      + SlowestCalls(Self.report).lines(width: 120, style: .plain)
    try Golden("timings-threads").check(lines)
  }

  @Test(arguments: 1...20)
  func putsEveryCallIntoOneClass(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let durations = (0..<500).map { _ in
      Int64.random(in: 0...(1 << Int64.random(in: 1...40, using: &generator)), using: &generator)
    }
    let distribution = Self.distribution(durations)
    let classes = TimingHistogram.classes(of: distribution)
    #expect(classes.map(\.count).reduce(0, +) == 500, "seed \(seed)")
    #expect((1...12).contains(classes.count))
    #expect(zip(classes, classes.dropFirst()).allSatisfy { abs($0.upper / $1.lower - 1) < 1e-9 })
  }
}

import Foundation
import ProfileModel
import SeriemaTestSupport
import Statistics
import Testing

@testable import Reporting

@Suite struct TimingPageTests {
  /// Hands pages of all kinds to `Browser/timing_test.py`, which uses them in a headless Chromium.
  @Test func worksInABrowser() throws {
    let folder = try TemporaryFolder()
    try write(Self.paired, "paired", in: folder)
    try write(Self.runs, "runs", in: folder)
    try write(Self.single, "single", in: folder)
    try write(
      TimingPage([.init(title: "tprof.json", json: "{\"functions\": []}")], comparisons: []), "empty", in: folder)
    try write(Self.hostile, "hostile", in: folder)
    let text = Self.text(Self.single)
    let end = try #require(text.range(of: "</script>\n<script type=\"text/plain\" id=\"comparison-data\">")).lowerBound
    _ = try folder.write(String(text[..<text.index(end, offsetBy: -400)] + text[end...]), to: "cut.html")
    let output = Pipe()
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/timing_test.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script.path, folder.url.path]
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }

  @Test func showsNoNameAsMarkup() {
    let page = Self.text(Self.hostile)
    #expect(!page.contains("<img"))
    #expect(page.ranges(of: "</script>").count == 3)
    #expect(page.hasPrefix("<!doctype html>\n"))
    #expect(page.hasSuffix("</html>\n"))
    #expect(page == Self.text(Self.hostile))
  }

  @Test func tellsStepsAlongARun() {
    let calls = TimingSeries.Calls(count: 4, total: Nanoseconds(4000), typical: 1000)
    var slow = calls
    slow.typical = 2000
    var pairing = PairedTiming(target: "a:b", base: "a:c", outcome: .active)
    #expect(PairedSteps.steps(of: pairing).isEmpty)
    pairing.copies = [
      [.init(base: calls, new: calls), .init(base: calls, new: slow)],
      [.init(base: slow, new: calls), .init(base: calls, new: slow)],
    ]
    let steps = PairedSteps.steps(of: pairing)
    #expect(steps.map(\.pairs) == [8, 8])
    #expect(abs(steps[0].base - 2_000_000.0.squareRoot()) < 1e-6)
    #expect(abs(steps[0].new - 1000) < 1e-6 && abs(steps[1].new - 2000) < 1e-6)
  }

  static func text(_ page: TimingPage) -> String {
    var bytes: [UInt8] = []
    page.write(into: &bytes) { (_: inout [UInt8]) in }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ page: TimingPage, _ name: String, in folder: TemporaryFolder) throws {
    _ = try folder.write(Self.text(page), to: "\(name).html")
  }

  // MARK: What is shown

  /// Durations around a centre, in buckets of 1/64, with some long ones.
  private static func durations(_ centre: Double, seed: UInt64, count: Int = 2000) -> DurationDistribution {
    var random = SeededGenerator(seed: seed)
    var distribution = DurationDistribution()
    for index in 0..<count {
      let spread = Double.random(in: 0..<1, using: &random) + Double.random(in: 0..<1, using: &random)
      let value = centre * (0.7 + 0.3 * spread) * (index % 100 == 99 ? 12 : 1)
      let lower = exp2((log2(value) * 64).rounded(.down) / 64)
      distribution.merge(
        DurationDistribution(
          count: 1, total: Nanoseconds(Int64(value)), sumOfSquares: value * value, minimum: Nanoseconds(Int64(value)),
          maximum: Nanoseconds(Int64(value)), buckets: [.init(lower: lower, upper: lower * exp2(1.0 / 64), count: 1)]))
    }
    return distribution
  }

  private static func timing(_ name: String, _ durations: DurationDistribution, file: String = "/srv/app/orders.py")
    -> FunctionTiming
  {
    var timing = FunctionTiming(
      function: FunctionIdentity(qualifiedName: name, file: file, firstLine: 12), module: "orders", durations: durations
    )
    timing.selfTime = durations.total
    timing.slowest = [
      SlowCall(
        duration: durations.maximum, start: Nanoseconds(1_500_000_000),
        thread: TimedThread(process: 4242, thread: 4243, name: "worker-1"))
    ]
    return timing
  }

  private static func report(_ timings: [FunctionTiming]) -> TimingReport {
    TimingReport(
      targets: timings.map { .init(request: "orders:\($0.function.qualifiedName)", functions: [$0]) },
      clock: .monotonic, pythonVersion: "3.13.1", processes: 1, lostCalls: 0,
      calibration: TimingCalibration(
        bias: .init(lowerQuartile: 29, median: 30, upperQuartile: 31),
        cost: .init(lowerQuartile: 65, median: 70, upperQuartile: 75), appliedBias: 30))
  }

  private static func document(_ title: String, _ reports: [TimingReport]) -> (TimingPage.Document, TimingSeries) {
    let machine = MachineIdentity(
      host: "build-7", kernel: "Linux 6.1", architecture: "x86_64", processor: "Example CPU", processorCount: 8)
    let conditions = MeasuringConditions(
      machine: machine, pythonVersion: "3.13.1", hasJIT: false, isRaw: false, command: ["orders.py", "--all"])
    let runs = reports.indices.map { TimingSeries.Run(start: 1_790_000_000 + 60 * Double($0), load: 0.5) }
    let series = TimingSeries(conditions: conditions, runs: runs, reports: reports)
    let json = TimingJSON(TimingReport(merging: reports), series: series, python: "/usr/bin/python3").text
    return (.init(title: title, json: json), series)
  }

  private static var paired: TimingPage {
    let before = durations(9000, seed: 1)
    let after = durations(11_000, seed: 2)
    var pairing = PairedTiming(
      target: "orders:after", base: "orders:before", outcome: .active, warmUpPairs: 48, seed: 3)
    var random = SeededGenerator(seed: 4)
    pairing.copies = (0..<16).map { _ in
      (0..<20).map { _ in
        func calls(_ typical: Double) -> TimingSeries.Calls {
          let value = typical * Double.random(in: 0.97..<1.03, using: &random)
          return TimingSeries.Calls(count: 6, total: Nanoseconds(Int64(6 * value)), typical: value)
        }
        return PairedTiming.Block(base: calls(9000), new: calls(11_000))
      }
    }
    var report = report([timing("before", before), timing("after", after)])
    report.pairings = [pairing]
    report.warmUp = WarmUp(calls: 128, hasSettled: true)
    let comparisons = [TimingComparison(paired: [pairing], calibration: report.calibration, newTitle: nil)]
    return TimingPage(
      [document("orders:before, orders:after", [report]).0], comparisons: comparisons.compactMap(\.self))
  }

  /// Runs of a revision and of the working copy, by turns; of one function faster, of one the same.
  static var runs: TimingPage {
    func side(_ title: String, parse: Double, seed: UInt64) -> (TimingPage.Document, TimingSeries) {
      document(
        title,
        (0..<12).map { run in
          let drift = 1 + 0.05 * Double(run % 4)
          return report([
            timing("parse", durations(parse * drift, seed: seed + UInt64(run), count: 300)),
            timing("load", durations(4000 * drift, seed: seed + 40 + UInt64(run), count: 300)),
          ])
        })
    }
    let base = side("HEAD~1", parse: 20_000, seed: 100)
    let new = side("the working copy", parse: 14_000, seed: 200)
    let comparison = TimingComparison(
      base.1, new.1, titles: ("HEAD~1", "the working copy"), level: .interleavedRuns)
    return TimingPage([base.0, new.0], comparisons: [comparison])
  }

  private static var single: TimingPage {
    var parse = timing("parse", durations(5000, seed: 7))
    parse.threads = (1...3).map { number in
      FunctionTiming.ThreadTiming(
        thread: TimedThread(process: 4242, thread: 4242 + number, name: "worker-\(number)"),
        durations: durations(5000, seed: UInt64(7 + number), count: 100), innerCalls: 0, errors: 0,
        selfTime: Nanoseconds(1000))
    }
    let idle = FunctionTiming(
      function: FunctionIdentity(qualifiedName: "idle", file: "/srv/app/orders.py", firstLine: 40), module: "orders")
    return TimingPage([document("orders.py", [report([parse, idle])]).0], comparisons: [])
  }

  private static var hostile: TimingPage {
    let name = "<img src=x onerror=alert(1)>\u{202e}\u{1b}[31m\\"
    var report = report([timing(name, durations(3000, seed: 9), file: "/srv/</script><b>/\u{2028}.py")])
    report.targets[0].functions[0].slowest[0].thread.name = "</td><script>alert(2)</script>"
    return TimingPage([document("</title>\(name)", [report]).0], comparisons: [])
  }
}

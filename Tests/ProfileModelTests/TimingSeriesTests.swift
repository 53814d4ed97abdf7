import ProfileModel
import Testing

@Suite struct TimingSeriesTests {
  private static func timing(_ name: String, _ lengths: [Int64]) -> FunctionTiming {
    let durations = lengths.sorted().reduce(into: DurationDistribution()) { sum, length in
      let value = Double(length)
      sum.merge(
        DurationDistribution(
          count: 1, total: Nanoseconds(length), sumOfSquares: value * value, minimum: Nanoseconds(length),
          maximum: Nanoseconds(length), buckets: [.init(lower: value, upper: value + 1, count: 1)]))
    }
    return FunctionTiming(
      function: FunctionIdentity(qualifiedName: name, file: "app.py", firstLine: 3), module: "app",
      durations: durations,
      errors: 1, selfTime: durations.total)
  }

  private static func report(_ functions: [FunctionTiming]) -> TimingReport {
    TimingReport(
      targets: [.init(request: "app:*", functions: functions, nearNames: functions.isEmpty ? ["app:g"] : [])],
      clock: .monotonic, pythonVersion: functions.isEmpty ? nil : "3.13.0", processes: 1, lostCalls: 2)
  }

  @Test func mergesRuns() throws {
    let merged = TimingReport(merging: [
      Self.report([]), Self.report([Self.timing("f", [10, 20])]),
      Self.report([Self.timing("g", [5]), Self.timing("f", [30])]),
    ])
    #expect(merged.targets[0].functions.map(\.function.qualifiedName) == ["f", "g"])
    let first = try #require(merged.targets[0].functions.first)
    #expect(first.durations.count == 3)
    #expect(first.durations.total == Nanoseconds(60))
    #expect(first.errors == 2)
    #expect(first.selfTime == Nanoseconds(60))
    #expect(merged.processes == 3)
    #expect(merged.lostCalls == 6)
    #expect(merged.pythonVersion == "3.13.0")
  }

  @Test func keepsRunsApart() {
    let runs = [TimingSeries.Run(start: 1), .init(start: 2), .init(start: 3)]
    let series = TimingSeries(
      conditions: MeasuringConditions(), runs: runs,
      reports: [
        Self.report([Self.timing("f", [10, 20])]), Self.report([Self.timing("g", [5]), Self.timing("f", [30])]),
        Self.report([]),
      ])
    #expect(series.functions.map(\.name) == ["app:f", "app:g"])
    #expect(series.functions[0].calls.map(\.count) == [2, 1, 0])
    #expect(series.functions[0].calls.map(\.mean) == [15, 30, nil])
    #expect(series.functions[1].calls.map(\.typical) == [nil, 5, nil])
  }

  @Test func addsRunsToEarlierOnes() throws {
    let series = { (start: Double, name: String, length: Int64) in
      TimingSeries(
        conditions: MeasuringConditions(), runs: [.init(start: start)],
        reports: [Self.report([Self.timing(name, [length])])])
    }
    let joined = try #require(series(2, "f", 30).following(series(1, "f", 10)))
    #expect(joined.runs.map(\.start) == [1, 2])
    #expect(joined.functions.map { $0.calls.map(\.mean) } == [[10, 30]])
    #expect(series(2, "f", 30).following(series(1, "g", 10)) == nil)
  }

  @Test func namesFunctionsByTheirTargets() {
    #expect(TimingSeries.name(target: "app:f", isOneOfSeveral: false, identity: "__main__:f") == "app:f")
    #expect(TimingSeries.name(target: "app:C", isOneOfSeveral: true, identity: "app:C.__init__") == "app:C.__init__")
    #expect(TimingSeries.name(target: "app:f*", isOneOfSeveral: false, identity: "app:fun") == "app:fun")
    #expect(TimingSeries.identity(module: "m", name: "w", label: "m:f") == "m:w of m:f")
  }
}

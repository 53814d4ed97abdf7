import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

/// Each exchange format is read by programs of other people, or checked against what its format says; all of them show
/// the same samples and times as the profile.
@Suite(.startsProcesses)
struct ConsumerTests {
  /// A small recording with hostile names, and others by a seed, of all time and of CPU time.
  static let recordings: [RecordingChoice] =
    [.small, .random(1, .wall), .random(2, .cpu), .random(3, .gil), .random(.random(in: 4...UInt64.max), .wall)]

  @Test(arguments: recordings)
  func geckoHoldsWhatTheFirefoxProfilerAsksFor(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    var report = GeckoReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), of: recording, with: "check_gecko.py")
  }

  @Test(arguments: recordings)
  func speedscopeHoldsWhatItsSchemaAsksFor(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    var report = SpeedscopeReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), of: recording, with: "check_speedscope.py")
  }

  @Test(arguments: recordings)
  func slicesOfTraceEventsNest(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    var report = ChromeTraceReport(
      recording.profile, origin: RecordingDraft.origin, currentDirectory: Samples.directory)
    try check(report.bytes(of: recording.samples), of: recording, with: "check_chrometrace.py")
  }

  @Test(arguments: recordings)
  func flameshowReadsCollapsedStacks(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    let report = CollapsedReport(recording.profile, currentDirectory: Samples.directory)
    try check(bytes { sink in report.write { sink($0) } }, of: recording, with: "check_collapsed.py")
  }

  @Test(arguments: recordings)
  func flameGraphScriptDrawsCollapsedStacks(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    let report = CollapsedReport(recording.profile, currentDirectory: Samples.directory)
    let script = Repository.root.appending(path: ".venv/flamegraph.pl").path
    try check(bytes { sink in report.write { sink($0) } }, of: recording, with: "check_flamegraph_pl.py", [script])
  }

  @Test(arguments: recordings)
  func jsonLinesReadAsDocumented(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    var report = JSONLinesReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), of: recording, with: "check_jsonlines.py")
  }

  @Test(.tags(.realPython), arguments: PythonInstallation.sampled)
  func pstatsOfEachPythonReadsTheFile(_ python: PythonInstallation) throws {
    for choice in Self.recordings {
      let recording = choice.recording
      let report = bytes { PstatsReport(recording.profile).write(to: $0) }
      try check(report, of: recording, with: "check_pstats.py", on: python)
    }
  }

  @Test(arguments: recordings)
  func snakevizReadsTheFile(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    try check(bytes { PstatsReport(recording.profile).write(to: $0) }, of: recording, with: "check_snakeviz.py")
  }

  @Test(arguments: recordings)
  func protocolBuffersAndFlameshowReadPprof(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    let report = PprofReport(recording.profile, origin: RecordingDraft.origin)
    try check(bytes { report.write(to: $0) }, of: recording, with: "check_pprof.py")
  }

  @Test(arguments: recordings)
  func goShowsPprof(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    let report = PprofReport(recording.profile, origin: RecordingDraft.origin)
    let pprof = Repository.root.appending(path: ".venv/go-pprof").path
    try check(bytes { report.write(to: $0) }, of: recording, with: "check_go_pprof.py", [pprof])
  }

  @Test(arguments: recordings)
  func theImageIsXMLWithBlocksOnEachOther(_ choice: RecordingChoice) throws {
    let recording = choice.recording
    let report = FlameGraphSVG(
      recording.profile, origin: RecordingDraft.origin, currentDirectory: Samples.directory)
    try check(bytes { report.write(to: $0) }, of: recording, with: "check_svg.py")
  }

  private func bytes(_ write: (([UInt8]) -> Void) -> Void) -> [UInt8] {
    var all: [UInt8] = []
    write { all += $0 }
    return all
  }

  /// Runs a program of `Consumers/`, which says what differs.
  private func check(
    _ report: [UInt8], of recording: Recording, with program: String, _ arguments: [String] = [],
    on python: PythonInstallation? = nil
  ) throws {
    let folder = try TemporaryFolder()
    let expected = folder.url.appending(path: "expected.json")
    let file = folder.url.appending(path: "report")
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try encoder.encode(ExpectedReport(recording)).write(to: expected)
    try Data(report).write(to: file)
    let consumer = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Consumers/\(program)")
    let process = try RunningProcess(
      python?.executable ?? URL(filePath: "/usr/bin/python3"), [consumer.path, expected.path, file.path] + arguments,
      environment: [
        "PYTHONPATH": python == nil ? Repository.root.appending(path: ".venv/consumers").path : nil,
        "PYTHONDONTWRITEBYTECODE": "1",
      ])
    let outcome = try process.finish(within: 60)
    #expect(outcome.status == .exited(0), "\(program): \(outcome.error)")
  }
}

/// A recording to test with, by what makes it again.
enum RecordingChoice: CustomTestStringConvertible {
  case small
  case random(UInt64, SampledTime)

  var recording: Recording {
    switch self {
    case .small: ExchangeSamples.small
    case .random(let seed, let time): ExchangeSamples.random(seed: seed, time: time)
    }
  }

  var testDescription: String {
    switch self {
    case .small: "small"
    case .random(let seed, let time): "seed \(seed), \(time) time"
    }
  }
}

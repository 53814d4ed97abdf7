import Foundation
import ProfileModel
import Testing

@testable import Reporting

/// What each exchange format looks like, to the byte, for a small recording with hostile names.
struct ExchangeGoldenTests {
  private let recording = ExchangeSamples.small

  @Test func gecko() throws {
    var report = GeckoReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), "gecko")
  }

  @Test func speedscope() throws {
    var report = SpeedscopeReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), "speedscope")
  }

  @Test func chromeTrace() throws {
    var report = ChromeTraceReport(
      recording.profile, origin: RecordingDraft.origin, currentDirectory: Samples.directory)
    try check(report.bytes(of: recording.samples), "chrometrace")
  }

  @Test func jsonLines() throws {
    var report = JSONLinesReport(recording.profile, origin: RecordingDraft.origin)
    try check(report.bytes(of: recording.samples), "jsonlines")
  }

  @Test func pstats() throws {
    var bytes: [UInt8] = []
    PstatsReport(recording.profile).write { bytes += $0 }
    try Golden("pstats").check(HexDump(bytes).lines)
  }

  @Test func pprof() throws {
    var bytes: [UInt8] = []
    PprofReport(recording.profile, origin: RecordingDraft.origin).write { bytes += $0 }
    try Golden("pprof").check(HexDump(bytes).lines)
  }

  @Test func flameGraph() throws {
    var bytes: [UInt8] = []
    FlameGraphSVG(recording.profile, origin: RecordingDraft.origin, currentDirectory: Samples.directory).write {
      bytes += $0
    }
    try check(bytes, "flamegraph")
  }

  private func check(_ bytes: [UInt8], _ name: String) throws {
    let text = try #require(String(validating: bytes, as: UTF8.self))
    // Nothing that a terminal or an editor would obey.
    #expect(!text.unicodeScalars.contains { $0 != "\n" && UntrustedText.isHidden($0) })
    #expect(!text.lowercased().contains("</script"))
    try Golden(name).check(text.split(separator: "\n").map(String.init))
  }
}

/// Bytes in hexadecimal and in letters, 32 a line.
private struct HexDump {
  let lines: [String]

  init(_ bytes: [UInt8]) {
    lines = stride(from: 0, to: bytes.count, by: 32).map { start in
      let line = bytes[start..<min(start + 32, bytes.count)]
      let digits = line.map { String(format: "%02x", $0) }.joined()
      let letters = line.map { (0x20..<0x7f).contains($0) ? String(Unicode.Scalar($0)) : "." }.joined()
      return digits.padding(toLength: 64, withPad: " ", startingAt: 0) + "  " + letters
    }
  }
}

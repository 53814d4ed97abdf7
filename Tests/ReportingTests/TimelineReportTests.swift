import Foundation
import ProfileModel
import Testing

@testable import Reporting

/// What holds for every report that samples are told to, and for those of a profile.
struct TimelineReportTests {
  @Test(arguments: [1, 10, 400, 1000])
  func keepsBackAsFewSamplesAsItMay(_ limit: Int) {
    let recording = ExchangeSamples.random(seed: 11)
    var one = GeckoReport(recording.profile, origin: RecordingDraft.origin)
    var several = GeckoReport(recording.profile, origin: RecordingDraft.origin, limit: limit)
    #expect(one.passCount == 1)
    // About 500 samples each: below that each thread has a pass for each of four columns.
    #expect(several.passCount == (limit < 500 ? 12 : 3))
    #expect(one.bytes(of: recording.samples) == several.bytes(of: recording.samples))
    var speedscope = SpeedscopeReport(recording.profile, origin: RecordingDraft.origin)
    var speedscopeByColumn = SpeedscopeReport(recording.profile, origin: RecordingDraft.origin, limit: limit)
    #expect(speedscopeByColumn.passCount == (limit < 500 ? 6 : 3))
    #expect(speedscope.bytes(of: recording.samples) == speedscopeByColumn.bytes(of: recording.samples))
  }

  @Test func sharesAPassAmongThreadsThatFit() {
    var draft = RecordingDraft()
    for thread in 0..<5 {
      draft.addThread("t\(thread)", thread: 4711 + Int32(thread))
      draft.add([(Samples.module, line: 3)], samples: [3, 4, 50, 2, 9][thread], thread: thread)
    }
    let recording = draft.finished()
    let passes = ThreadPasses(recording.profile, columns: 2, limit: 10).passes
    #expect(
      passes == [.threads(0..<2), .column(0, thread: 2), .column(1, thread: 2), .threads(3..<4), .threads(4..<5)])
    var whole = GeckoReport(recording.profile, origin: RecordingDraft.origin)
    var parts = GeckoReport(recording.profile, origin: RecordingDraft.origin, limit: 10)
    #expect(whole.bytes(of: recording.samples) == parts.bytes(of: recording.samples))
  }

  @Test func givesBackWhatItKept() {
    let recording = ExchangeSamples.random(seed: 5)
    var log = SampleLog()
    let weight = Weight(samples: -3, time: Nanoseconds(.max), idle: Nanoseconds(-7))
    let odd = TimedSample(instant: Nanoseconds(-5), node: 1 << 40, weight: weight)
    for sample in recording.samples + [odd] { log.append(sample) }
    var told: [TimedSample] = []
    log.tell { told.append($0) }
    #expect(told == recording.samples + [odd])
  }

  @Test func tellsWhatThreadsWereAt() {
    var draft = RecordingDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.module, line: 3)], samples: 2)
    var recording = draft.finished()
    recording.samples[0].states = SampleStates().with(.holdsGIL, true).with(.collectsGarbage, false)
    let lines = String(decoding: bytes("jsonlines", of: recording), as: UTF8.self).split(separator: "\n")
    let told = lines.filter { $0.contains("\"type\":\"sample\"") }
    #expect(told.first?.hasSuffix("\"idle\":0,\"holds_gil\":true,\"collecting_garbage\":false}") == true, "\(told)")
    #expect(told.last?.hasSuffix("\"idle\":0}") == true, "\(told)")
  }

  @Test(arguments: ["gecko", "speedscope", "chrometrace", "jsonlines"])
  func isJSONWithoutAnySample(_ name: String) throws {
    let recording = RecordingDraft().finished()
    let text = bytes(name, of: recording)
    for line in name == "jsonlines" ? text.split(separator: 10) : [text[...]] {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
    }
  }

  @Test func profilesNeedNoSample() {
    let profile = RecordingDraft().finished().profile
    var pstats: [UInt8] = []
    PstatsReport(profile).write { pstats += $0 }
    #expect(String(decoding: pstats, as: UTF8.self) == "{0")
    var pprof: [UInt8] = []
    PprofReport(profile, origin: RecordingDraft.origin).write { pprof += $0 }
    #expect(!pprof.isEmpty)
    var image = ""
    FlameGraphSVG(profile, origin: RecordingDraft.origin, currentDirectory: "/").write {
      image += String(decoding: $0, as: UTF8.self)
    }
    #expect(image.ranges(of: "<g>").count == 1)
    #expect(image.contains("warning: no samples"))
  }

  @Test(arguments: ["gecko", "speedscope", "chrometrace", "jsonlines"])
  func takesStacksOf50000Frames(_ name: String) throws {
    let text = bytes(name, of: ExchangeSamples.deep)
    for line in name == "jsonlines" ? text.split(separator: 10).suffix(5) : [text[...]] {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
    }
    let rawDecode = String(decoding: text, as: UTF8.self).ranges(of: "JSONDecoder.raw_decode").count
    #expect(rawDecode == 1)
  }

  @Test func profilesTakeStacksOf50000Frames() {
    let profile = ExchangeSamples.deep.profile
    var sizes: [Int] = []
    PstatsReport(profile).write { sizes.append($0.count) }
    #expect((100..<1000).contains(sizes.reduce(0, +)))
    PprofReport(profile, origin: RecordingDraft.origin).write { sizes.append($0.count) }
    var image = ""
    FlameGraphSVG(profile, origin: RecordingDraft.origin, currentDirectory: "/").write {
      image += String(decoding: $0, as: UTF8.self)
    }
    // One for all, and 999 frames.
    #expect(image.ranges(of: "<g>").count == FlameLayout.rowLimit)
    #expect(image.contains("nor deeper than 1,000 frames"))
  }

  @Test func stopsWhereTheSinkFails() {
    struct DiskFull: Error {}
    let recording = ExchangeSamples.random(seed: 1, samples: 20_000)
    var report = GeckoReport(recording.profile, origin: RecordingDraft.origin)
    var bytes: [UInt8] = []
    #expect(throws: DiskFull.self) {
      func drain(_ bytes: inout [UInt8]) throws(DiskFull) { throw DiskFull() }
      try report.begin(pass: 0, into: &bytes, drain: drain)
      for sample in recording.samples { report.add(sample, into: &bytes) }
      try report.end(into: &bytes, drain: drain)
    }
    #expect(bytes.count < 100_000)
    #expect(throws: DiskFull.self) {
      try PprofReport(recording.profile, origin: RecordingDraft.origin).write { (_) throws(DiskFull) in
        throw DiskFull()
      }
    }
  }

  private func bytes(_ name: String, of recording: Recording) -> [UInt8] {
    let (profile, origin) = (recording.profile, RecordingDraft.origin)
    var report: any TimelineReport =
      switch name {
      case "gecko": GeckoReport(profile, origin: origin)
      case "speedscope": SpeedscopeReport(profile, origin: origin)
      case "chrometrace": ChromeTraceReport(profile, origin: origin, currentDirectory: Samples.directory)
      default: JSONLinesReport(profile, origin: origin)
      }
    return report.bytes(of: recording.samples)
  }
}

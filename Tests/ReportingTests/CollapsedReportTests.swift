import ProfileModel
import Testing

@testable import Reporting

@Suite struct CollapsedReportTests {
  private func text(of profile: Profile) -> String {
    var bytes: [UInt8] = []
    CollapsedReport(profile, currentDirectory: Samples.directory).write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func writesOneLineForEachStack() throws {
    var draft = Samples.shop
    draft.add([(Samples.module, line: 31), (Samples.render, line: 12)], samples: 7, end: .cut)
    draft.add([], samples: 2, end: .noFrames)
    draft.add([(Samples.module, line: 31), (.garbageCollection, line: 0), (Samples.render, line: 12)], samples: 1)
    draft.add([(Samples.module, line: 31), (.garbageCollection, line: 0)], samples: 4)
    try Golden("collapsed").check(text(of: draft.finished()).split(separator: "\n").map(String.init))
  }

  @Test func namesProcessesOnlyWhereThereAreSeveral() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.addThread("MainThread", process: 9, thread: 9)
    draft.add([(Samples.module, line: 3)], samples: 2)
    #expect(text(of: draft.finished()) == "<module> (app.py:3) 2\n")
    draft.add([(Samples.module, line: 3)], samples: 1, thread: 1)
    #expect(
      text(of: draft.finished()) == """
        process 4711;MainThread (4711);<module> (app.py:3) 2
        process 9;MainThread (9);<module> (app.py:3) 1

        """)
  }

  @Test func showsTheCommandsOfProcesses() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.addThread("MainThread", process: 9, thread: 9)
    draft.add([(Samples.module, line: 3)], samples: 2)
    draft.add([(Samples.module, line: 3)], samples: 1, thread: 1)
    let profile = draft.finished { profile in
      profile.processes = [
        SampledProcess(
          process: 4711, parent: nil, command: "python a;b " + String(repeating: "c", count: 100), reading: .python,
          ending: .exited(0)),
        SampledProcess(process: 9, parent: 4711, command: "", reading: .python, ending: .running),
      ]
    }
    #expect(
      text(of: profile) == """
        process 4711 (python a\\x3bb \(String(repeating: "c", count: 68))…);MainThread (4711);<module> (app.py:3) 2
        process 9;MainThread (9);<module> (app.py:3) 1

        """)
  }

  @Test func keepsHostileNamesInTheirFrame() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.function("a;b 7\nc", "/x;y.py", 1), line: 1)], samples: 3)
    #expect(text(of: draft.finished()) == "a\\x3bb 7\\x0ac (/x\\x3by.py:1) 3\n")
  }

  @Test func addsUpStacksThatReadTheSame() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.function("f", "/x.py", 1), line: 5)], samples: 3)
    draft.add([(Samples.function("f", "/x.py", 2), line: 5)], samples: 4)
    #expect(text(of: draft.finished()) == "f (/x.py:5) 7\n")
  }

  @Test func writesNothingForNoSamples() {
    #expect(text(of: ProfileDraft().finished()) == "")
  }

  @Test func takesAStackOf50000Frames() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add(Array(repeating: (Samples.parse, line: 44), count: 50_000), samples: 2)
    let line = text(of: draft.finished())
    let frames = line.split(separator: ";")
    #expect(frames.count == 50_000)
    #expect(Set(frames.dropLast()).count == 1)
    #expect(line.hasSuffix(" 2\n"))
    let rows = HotspotReport(draft.finished(), options: Samples.options()).rows
    #expect(rows.map(\.total.samples) == [2])
  }

  @Test func stopsWhereTheSinkFails() {
    struct DiskFull: Error {}
    #expect(throws: DiskFull.self) {
      try CollapsedReport(Samples.shop.finished(), currentDirectory: "/").write { (_) throws(DiskFull) in
        throw DiskFull()
      }
    }
  }
}

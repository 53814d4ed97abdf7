import ProfileModel
import Testing

@testable import Reporting

@Suite struct HotspotReportTests {
  /// The shop's ledger with something of everything in it.
  private static let eventful = Samples.shop.finished { profile in
    profile.ledger.ticksWanted = 3240
    profile.ledger.ticksTaken = 2953
    profile.ledger.ticksLate = 12
    profile.ledger.elapsed = Nanoseconds(3_240_000_000)
    profile.ledger.complete = 5890
    profile.ledger.partial = 16
    profile.ledger.failed = 3
    profile.ledger.reasons = ["stack was changing as it was read": 16, "thread ended": 3]
    profile.ledger.stopped = 41
    profile.ledger.stoppedTime = Nanoseconds(615_000)
  }

  @Test(arguments: [40, 80, 120])
  func fitsTheWidth(_ width: Int) throws {
    let lines = HotspotReport(Self.eventful, options: Samples.options()).lines(width: width, style: .plain)
    try Golden("hotspots-\(width)").check(lines)
    for line in lines where !line.hasPrefix("time these:") {
      #expect(line.cellWidth <= width, "\(line)")
    }
  }

  @Test(arguments: [40, 80, 120, nil])
  func saysTheSameInColour(_ width: Int?) throws {
    let report = HotspotReport(Self.eventful, options: Samples.options())
    let ansi = report.lines(width: width, style: .ansi)
    #expect(ansi.map(\.withoutGraphicRenditions) == report.lines(width: width, style: .plain))
    if width == nil { try Golden("hotspots-ansi").check(ansi) }
  }

  @Test(arguments: [40, 80])
  func showsTheProcessesOfATree(_ width: Int) throws {
    var draft = Samples.shop
    draft.addThread("MainThread", process: 4800, thread: 4800)
    draft.add([(Samples.module, line: 30), (Samples.parse, line: 44)], samples: 990, thread: 2)
    func process(
      _ id: Int32, _ command: String, _ reading: SampledProcess.Reading = .python,
      _ ending: SampledProcess.Ending = .exited(0)
    ) -> SampledProcess {
      SampledProcess(process: id, parent: id == 4700 ? nil : 4700, command: command, reading: reading, ending: ending)
    }
    let profile = draft.finished { profile in
      profile.processes = [
        process(4700, "bash -c ./all.sh", .notPython), process(4711, "python3 app.py --day 'two words'"),
        process(4790, "python3 -c pass"), process(4800, "python3 \u{1b}[31mworker.py", .python, .signalled(15)),
        process(4801, "", .tooShort, .unknown), process(4802, "python3", .notReadable, .running),
      ]
    }
    let lines = HotspotReport(profile, options: Samples.options(limit: 3)).lines(width: width, style: .plain)
    try Golden("hotspots-tree-\(width)").check(lines)
    #expect(!lines.joined().unicodeScalars.contains(where: UntrustedText.isHidden))
  }

  @Test func showsAnEmptyProfile() throws {
    let empty = Profile(functions: [], frames: [], threads: [], nodes: [], ledger: Ledger(), pythonVersion: "")
    try Golden("hotspots-empty").check(HotspotReport(empty, options: Samples.options()).lines(width: 80, style: .plain))
  }

  @Test func warnsOfFewSamples() throws {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.module, line: 3)], samples: 36)
    draft.add([], samples: 1, end: .noFrames)
    let report = HotspotReport(draft.finished(), options: Samples.options())
    try Golden("hotspots-few").check(report.lines(width: 80, style: .plain))
  }

  @Test func countsRecursionOnce() throws {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.module, line: 3), (Samples.parse, line: 44), (Samples.parse, line: 44)], samples: 150)
    draft.add([(Samples.module, line: 3), (Samples.parse, line: 44)], samples: 50)
    let rows = HotspotReport(draft.finished(), options: Samples.options()).rows
    #expect(rows.map(\.own.samples) == [200, 0])
    #expect(rows.map(\.total.samples) == [200, 200])
  }

  @Test func tellsIdleTimeApartOnlyWhereThereIsSome() {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.module, line: 3)], samples: 1000, idle: 5)
    let busy = HotspotReport(draft.finished(), options: Samples.options()).lines(width: nil, style: .plain)
    #expect(!busy.contains { $0.contains("idle %") })
    draft.add([(Samples.module, line: 4)], samples: 1000, idle: 900)
    let idle = HotspotReport(draft.finished(), options: Samples.options()).lines(width: nil, style: .plain)
    #expect(idle.contains { $0.contains("idle %") })
  }

  @Test func escapesHostileNames() throws {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.function("\u{1b}[2J\u{7}evil\n99.9", "/tmp/a\u{202e}yp.b", 1), line: 1)], samples: 500)
    draft.add([(Samples.function("解析器.読み込む", "/home/ada/shop/日本語/解析.py", 7), line: 8)], samples: 300)
    draft.add([(Samples.function("e\u{301}tape", "/tmp/b;rm -rf ~'.py", 2), line: 2)], samples: 200)
    let report = HotspotReport(draft.finished(), options: Samples.options())
    let lines = report.lines(width: 80, style: .plain)
    try Golden("hotspots-hostile").check(lines)
    #expect(!lines.joined().unicodeScalars.contains(where: UntrustedText.isHidden))
  }

  @Test(arguments: HotspotOrder.allCases)
  func sortsTheSameWhateverTheOrderOfFunctions(_ order: HotspotOrder) {
    let names = ["b", "a", "d", "c"]
    func rows(_ names: [String]) -> [String] {
      var draft = ProfileDraft()
      draft.addThread("MainThread")
      for name in names { draft.add([(Samples.function(name, "/x.py", 1), line: 1)], samples: 5) }
      return HotspotReport(draft.finished(), options: Samples.options(order: order)).rows.map(\.function.qualifiedName)
    }
    #expect(rows(names) == ["a", "b", "c", "d"])
    #expect(rows(names.reversed()) == ["a", "b", "c", "d"])
  }

  @Test func sortsByWhatIsAsked() {
    func first(_ order: HotspotOrder) -> String? {
      HotspotReport(Samples.shop.finished(), options: Samples.options(order: order)).rows.first?.function.qualifiedName
    }
    #expect(first(.own) == "Event.wait")
    #expect(first(.total) == "Event.wait")
    #expect(first(.function) == "<module>")
    #expect(first(.file) == "Template.render")
  }

  @Test func saysHowManyRowsAreHidden() {
    let report = HotspotReport(Samples.shop.finished(), options: Samples.options(limit: 5))
    #expect(report.lines(width: nil, style: .plain).contains("1 more function, with <0.1 % of the time in themselves"))
    let all = HotspotReport(Samples.shop.finished(), options: Samples.options(limit: 0)).lines(
      width: nil, style: .plain)
    #expect(!all.contains { $0.contains("more function") })
  }

  @Test func offersTheCommandOnlyWhereTimingWorks() {
    func command(_ version: String, launchWords: [String]?) -> String? {
      let profile = Samples.shop.finished { $0.pythonVersion = version }
      return TimeCommand(rows: profile.functionSummaries(), profile: profile, launchWords: launchWords)?.text
    }
    #expect(
      command("3.12.0", launchWords: ["-m", "json.tool", "it's.json"])
        == "seriema time -t decoder.py:JSONDecoder.raw_decode -t reader.py:Importer.parse_rows_of_all_suppliers "
        + "-t jinja2/__init__.py:Template.render -m json.tool 'it'\\''s.json'")
    #expect(command("3.15.0a2+", launchWords: nil)?.hasSuffix("Template.render SCRIPT") == true)
    #expect(command("3.11.9", launchWords: nil) == nil)
    #expect(command("", launchWords: nil) == nil)
  }

  @Test func offersWhatRanBeforeWhatWaited() throws {
    func command(_ rows: [(name: String, own: Int64, idle: Int64)]) -> String? {
      let rows = rows.map { row in
        FunctionSummary(
          function: FunctionIdentity(qualifiedName: row.name, file: "app.py", firstLine: 1),
          own: Weight(samples: 1, time: Nanoseconds(row.own), idle: Nanoseconds(row.idle)))
      }
      let profile = Samples.shop.finished { $0.pythonVersion = "3.14.0" }
      return TimeCommand(rows: rows, profile: profile, launchWords: ["--pid", "4711"])?.text
    }
    let all = Samples.shop.finished { $0.pythonVersion = "3.14.0" }.total.time.rawValue
    let (large, small) = (all / 2, all / 20)
    #expect(
      command([("wait", large, large), ("parse", small, 0), ("poll", large, large - 2 * small)])
        == "seriema time -t app.py:poll -t app.py:parse --pid 4711")
    #expect(
      command([("wait", large, large), ("poll", small, small)])
        == "seriema time -t app.py:wait -t app.py:poll --pid 4711")
  }

  @Test func widensTheUncertaintyAsSamplesGetFew() {
    // 0.0944 and 0.00981: values of the formula in Wilson's paper, worked out by hand for p = 1/2.
    #expect(abs(WilsonInterval(share: 0.5, samples: 104).halfWidth - 0.0944) < 0.0002)
    #expect(abs(WilsonInterval(share: 0.5, samples: 10_000).halfWidth - 0.0098) < 0.0001)
    #expect(WilsonInterval(share: 1, samples: 10).halfWidth > 0.1)
    #expect(WilsonInterval(share: 0, samples: 0).halfWidth == 0.5)
  }
}

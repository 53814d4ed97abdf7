import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

@Suite struct DifferencePageTests {
  private static let baseTitle = "runs/base <b>.seriema"

  /// Of functions of `DifferenceProfiles.pair`, of one that is not in it, and of one that is in the base only.
  private static var timings: TimingComparison {
    func series(_ load: Double, _ parse: Double, _ other: String) -> TimingSeries {
      ComparisonTests.series([
        "first:load": ComparisonTests.runs(load), "second.py:parse": ComparisonTests.runs(parse, spread: 0.0005),
        "<b>elsewhere</b>:render": ComparisonTests.runs(40, spread: 0.03), other: ComparisonTests.runs(10),
      ])
    }
    return TimingComparison(
      series(100, 300, "second:once"), series(160, 300.3, "second:validate\u{202e}"),
      titles: ("base <i>.json", "new.json"), level: .interleavedRuns)
  }

  /// The page with verdicts of timings.
  static var timed: [UInt8] { page(DifferenceProfiles.pair, [timings]) }

  private static func page(_ pair: (base: Profile, new: Profile), _ timings: [TimingComparison] = []) -> [UInt8] {
    func origin(_ words: [String]) -> RecordingOrigin {
      RecordingOrigin(
        startedAt: Nanoseconds(1_795_208_000_000_000_000), host: "buff <i>", program: words, process: 4711,
        recorder: "seriema 0.1.0")
    }
    let page = DifferencePage(
      from: .init(title: baseTitle, profile: pair.base, origin: origin(["app.py", "--old"])),
      to: .init(title: "new.seriema", profile: pair.new, origin: origin(["app.py", "--day", "two words"])),
      comparisons: timings, currentDirectory: Samples.directory)
    var bytes: [UInt8] = []
    page.write { bytes += $0 }
    return bytes
  }

  /// Hands pages to `Browser/checks_difference.py`, and the lines of the table that `seriema diff` prints.
  @Test func worksInABrowser() throws {
    let folder = try TemporaryFolder()
    let pairs: [String: (base: Profile, new: Profile)] = [
      "diff": DifferenceProfiles.pair, "diff-same": DifferenceProfiles.unchanged,
      "diff-hostile": DifferenceProfiles.hostile, "diff-tree": (PageProfiles.tree, Samples.shop.finished()),
      "diff-empty": (ProfileDraft().finished(), ProfileDraft().finished()),
    ]
    var tables: [String: [String]] = [:]
    for (name, pair) in pairs {
      try Data(Self.page(pair)).write(to: folder.url.appending(path: "\(name).html"))
      let table = DifferenceReport(
        from: pair.base, to: pair.new,
        options: .init(
          baseTitle: Self.baseTitle, newTitle: "new.seriema", currentDirectory: Samples.directory, limit: 0))
      tables[name] = table.lines(width: nil, style: .plain)
    }
    try Data(Self.timed).write(to: folder.url.appending(path: "diff-timed.html"))
    tables["diff-timed"] = ComparisonTable(Self.timings).lines(width: nil, style: .plain)
    let names = PageProfiles.hostileNames.map { UntrustedText($0).escaped }
    try JSONEncoder().encode(tables).write(to: folder.url.appending(path: "tables.json"))
    try JSONEncoder().encode(["names": names]).write(to: folder.url.appending(path: "hostile.json"))
    try BrowserChecks.run(["checks_difference"], in: folder.url)
  }

  /// The function of a timed name is one of that module or file; of a script, one of the program's own.
  @Test func findsTheFunctionThatWasTimed() throws {
    let library = "/srv/.venv/lib/python3.13/site-packages/jinja2/__init__.py"
    let functions = [
      Samples.function("parse", "/home/ada/shop/app.py", 1), Samples.function("load", library, 1),
      Samples.function("load", "/home/ada/shop/store.py", 9), Samples.function("render", library, 5),
    ]
    let expected = [
      "__main__:parse": 0, "__main__:load": 2, "__main__:render": -1, "jinja2:load": 1, "store:load": 2,
      "shop/store.py:load": 2, "tore.py:load": -1, "other:parse": -1,
    ]
    let runs = ComparisonTests.runs(10)
    let series = ComparisonTests.series([
      "__main__:parse": runs, "__main__:load": runs, "__main__:render": runs, "jinja2:load": runs, "store:load": runs,
      "shop/store.py:load": runs, "tore.py:load": runs, "other:parse": runs,
    ])
    let comparison = TimingComparison(
      series, series, titles: ("base.json", "new.json"), level: .interleavedRuns)
    guard case .array(let comparisons) = TimedChanges([comparison], among: functions).json,
      case .object(let members) = comparisons.first,
      case .array(let rows) = members.first(where: { $0.name == "rows" })?.value
    else { return #expect(Bool(false), "another form") }
    let found = rows.map { row -> JSONValue? in
      guard case .object(let members) = row else { return nil }
      return members.first { $0.name == "id" }?.value
    }
    #expect(found == comparison.entries.map { expected[$0.name].map(JSONValue.int) })
    #expect(found.count == expected.count)
  }

  @Test func showsNoNameAsMarkup() {
    let text = String(decoding: Self.page(DifferenceProfiles.hostile), as: UTF8.self)
    for name in PageProfiles.hostileNames where name.count > 1 { #expect(!text.contains(">\(name)")) }
    #expect(text.ranges(of: "</script>").count == 3)
    #expect(text.hasPrefix("<!doctype html>\n"))
    #expect(text.hasSuffix("</html>\n"))
  }

  @Test func isTheSameEachTime() {
    #expect(Self.page(DifferenceProfiles.pair) == Self.page(DifferenceProfiles.pair))
  }

  /// A mode of the page, not another one: all that is not data is what every flame graph page has.
  @Test func isTheFlameGraphPage() throws {
    func withoutData(_ text: String) throws -> String {
      var text = text
      for id in ["profile-data", "timeline-data"] {
        let start = try #require(text.range(of: "id=\"\(id)\">")).upperBound
        let end = try #require(text[start...].range(of: "</script>")).lowerBound
        text.removeSubrange(start..<end)
      }
      return text
    }
    let page = String(decoding: Self.page(DifferenceProfiles.pair), as: UTF8.self)
    #expect(try withoutData(page) == withoutData(PageDraft(Samples.shop.finished()).text))
  }
}

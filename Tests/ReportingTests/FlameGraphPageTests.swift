import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

@Suite struct FlameGraphPageTests {
  /// Hands pages of all kinds to `Browser/page_test.py`, which uses them in a headless Chromium, and counts frames a second.
  @Test(.measuresTime) func worksInABrowser() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "seriema-pages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let shop = Samples.shop.finished()
    try PageDraft(shop).write("shop", in: folder)
    try PageDraft(shop, isTold: false).write("untold", in: folder)
    try PageDraft(shop) { PageProfiles.states(of: $0, $1, in: shop) }.write("states", in: folder)
    try PageDraft(ProfileDraft().finished()).write("empty", in: folder)
    try PageDraft(PageProfiles.hostile).write("hostile", in: folder)
    try PageDraft(PageProfiles.tree).write("tree", in: folder)
    try PageDraft(PageProfiles.recursion).write("recursion", in: folder)
    let million = PageProfiles.million
    print("packed 1,000,000 nodes in \(ContinuousClock().measure { _ = PageDraft(million, isTold: false) })")
    try PageDraft(million).write("million", in: folder)
    try writeCutPage(of: shop, in: folder)
    try writeFigures(of: shop, in: folder)
    let names = PageProfiles.hostileNames.map { UntrustedText($0).escaped }
    try JSONEncoder().encode(["names": names]).write(to: folder.appending(path: "hostile.json"))
    try BrowserChecks.run(in: folder)
  }

  @Test func showsNoNameAsMarkup() throws {
    let page = PageDraft(PageProfiles.hostile).text
    for name in PageProfiles.hostileNames where name.count > 1 { #expect(!page.contains(">\(name)")) }
    #expect(page.ranges(of: "</script>").count == 3)
    #expect(page.hasPrefix("<!doctype html>\n"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test func isTheSameEachTime() {
    #expect(PageDraft(PageProfiles.tree).text == PageDraft(PageProfiles.tree).text)
  }

  /// What was read before it broke off is no profile, and the page says so.
  private func writeCutPage(of profile: Profile, in folder: URL) throws {
    let page = PageDraft(profile).text
    let end = try #require(page.range(of: "</script>\n<script type=\"text/plain\" id=\"timeline-data\">")).lowerBound
    let cut = page.index(end, offsetBy: -120)
    let text = page[..<cut] + page[end...]
    try Data(text.utf8).write(to: folder.appending(path: "cut.html"))
  }

  /// The rows of the table as the page has to show them, and parts of its sentences.
  private func writeFigures(of profile: Profile, in folder: URL) throws {
    let total = profile.total.time
    let summaries = profile.functionSummaries().sorted { HotspotOrder.own.places($0, above: $1) }
    let rows = summaries.map { row in
      [row.function.qualifiedName]
        + [row.own.time, row.total.time].flatMap { time in
          [String(percent: time.share(of: total)) + " %", String(duration: time)]
        }
    }
    let figures: [String: Any] = [
      "rows": rows,
      "sentence": [
        "Event.wait threading.py:637 costs most by itself: 50.0 %", "Nothing in Python calls it",
        "line is threading.py:655",
        #"In thread mailer; \x1b[31mred"#, "99.9 % of its own time it waited",
      ],
      "called": [
        "Called by Importer.parse_rows_of_all_suppliers on importing/suppliers/reader.py:50 (100.0 %", "number 2 of 6",
        "In thread MainThread, seen from 0.82 s to 2.55 s",
      ],
    ]
    try JSONSerialization.data(withJSONObject: figures).write(to: folder.appending(path: "shop.json"))
  }
}

import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

@Suite struct HeatmapPageTests {
  /// Hands pages of all kinds to `Browser/heatmap_test.py`, which uses them in a headless Chromium.
  @Test func worksInABrowser() throws {
    let folder = try TemporaryFolder()
    let shop = Samples.shop.finished()
    try HeatmapDraft(shop).write("shop", in: folder.url)
    try HeatmapDraft(ProfileDraft().finished()).write("empty", in: folder.url)
    try HeatmapDraft(PageProfiles.hostile).write("hostile", in: folder.url)
    try HeatmapDraft(PageProfiles.tree).write("tree", in: folder.url)
    try HeatmapDraft(PageProfiles.recursion).write("recursion", in: folder.url)
    try HeatmapDraft(PageProfiles.million, sources: [:]).write("million", in: folder.url)
    try HeatmapDraft(shop, sources: missing(of: shop), isAttached: true).write("missing", in: folder.url)
    try HeatmapDraft(InstructionProfile.partlyTold, sources: InstructionProfile.sources)
      .write("partly-told", in: folder.url)
    try HeatmapDraft(InstructionProfile.profile, sources: InstructionProfile.sources)
      .write("instructions", in: folder.url)
    try HeatmapDraft(InstructionProfile.placed, sources: InstructionProfile.sources).write("columns", in: folder.url)
    try writeCutPages(of: shop, in: folder.url)
    try HeatmapFigures(shop).write("shop", in: folder.url)
    try HeatmapFigures(PageProfiles.recursion).write("recursion", in: folder.url)
    for seed in 1...3 {
      let random = ExchangeSamples.random(seed: UInt64(seed)).profile
      try HeatmapDraft(random).write("random\(seed)", in: folder.url)
      try HeatmapFigures(random).write("random\(seed)", in: folder.url)
    }
    try writeHostileTexts(in: folder.url)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/heatmap_test.py")
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/env"), ["python3", "-B", script.path, folder.url.path]
    ).finish(within: 900)
    print(outcome.text, terminator: "")
    #expect(outcome.status == .exited(0), "\(outcome.text)\(outcome.error)")
    let shown = try String(contentsOf: folder.url.appending(path: "shown.txt"), encoding: .utf8)
    try Golden("heatmap").check(shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func showsNoSourceAsMarkup() throws {
    for profile in [PageProfiles.hostile, Samples.shop.finished()] {
      let page = try HeatmapDraft(profile).text
      for name in PageProfiles.hostileNames where name.count > 1 { #expect(!page.contains(">\(name)")) }
      #expect(page.ranges(of: "</script>").count == 3)
      #expect(page.hasPrefix("<!doctype html>\n"))
      #expect(page.hasSuffix("</html>\n"))
    }
  }

  @Test func isTheSameEachTime() throws {
    #expect(try HeatmapDraft(PageProfiles.tree).bytes == HeatmapDraft(PageProfiles.tree).bytes)
  }

  /// Names that have to be shown, and texts that stand in the source.
  private func writeHostileTexts(in folder: URL) throws {
    let names = PageProfiles.hostileNames.filter { $0.count < 100 }.map { UntrustedText($0).escaped }
    let texts = PageProfiles.hostileNames.map { name in
      UntrustedText(String(name.prefix(80).filter { !$0.isNewline })).visible
    }
    try JSONEncoder().encode(["names": names, "texts": texts]).write(to: folder.appending(path: "hostile.json"))
  }

  /// One file for each reason not to show text.
  private func missing(of profile: Profile) -> [String: SourceFile] {
    var sources = SourceDraft.files(of: profile)
    sources[Samples.parse.file] = .changed(at: Nanoseconds(1_795_209_000_000_000_000))
    sources[Samples.rawDecode.file] = .unreadable(reason: "Permission denied <b>")
    sources[Samples.render.file] = .onHost("there </script>")
    sources[Samples.module.file] = .relative
    if case .text(let bytes, let moment) = sources[Samples.wait.file] {
      sources[Samples.wait.file] = .text(Array("# new\n".utf8) + bytes, changedAt: moment)
    }
    return sources
  }

  /// What was read before it broke off is no profile, and the page says so.
  private func writeCutPages(of profile: Profile, in folder: URL) throws {
    let page = try HeatmapDraft(profile).text
    for (name, mark) in [
      ("cut", "</script>\n<script type=\"text/plain\" id=\"source-data\">"), ("cut2", "</script>\n<script>(() =>"),
    ] {
      let end = try #require(page.range(of: mark)).lowerBound
      let text = page[..<page.index(end, offsetBy: -120)] + page[end...]
      try Data(text.utf8).write(to: folder.appending(path: "\(name).html"))
    }
  }
}

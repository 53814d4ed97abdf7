import Foundation
import SeriemaTestSupport
import Testing

@testable import Reporting

/// What the pages look like, against pictures under `Goldens/Screenshots`.
@Suite struct PageScreenshotTests {
  /// Hands a page of each kind to `Browser/screenshot_test.py`; `SERIEMA_RECORD_GOLDENS=1` keeps what they look like now.
  @Test func looksAsItDid() throws {
    let folder = try TemporaryFolder()
    let shop = Samples.shop.finished()
    try PageDraft(shop) { PageProfiles.states(of: $0, $1, in: shop) }.write("flame", in: folder.url)
    try HeatmapDraft(shop).write("heatmap", in: folder.url)
    try Data(DifferencePageTests.timed).write(to: folder.url.appending(path: "difference.html"))
    _ = try folder.write(TimingPageTests.text(TimingPageTests.runs), to: "timings.html")
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/env"),
      [
        "python3", "-B", tests.appending(path: "Browser/screenshot_test.py").path, folder.url.path,
        tests.appending(path: "Goldens/Screenshots").path,
      ]
    ).finish(within: 300)
    print(outcome.text, terminator: "")
    #expect(outcome.status == .exited(0), "\(outcome.text)\(outcome.error)")
  }
}

import LinuxProcess
import Testing

@testable import CPythonInspection

struct VersionTextTests {
  @Test(arguments: [
    ("3.9.18 (main, Nov  2 2023, 10:11:12) \n[GCC 12.2.0]", "3.9.18"),
    ("3.8.0rc1 (default, Oct  1 2019, 00:00:00) \n[GCC 9.2.1]", "3.8.0rc1"),
    ("3.10.0a7+ (heads/main:0123abc, Apr  6 2021, 01:02:03) \n[Clang 12.0.0 ]", "3.10.0a7"),
    ("3.9.18 | packaged by conda-forge | (main, Dec 23 2023, 16:33:10) \n[GCC 12.3.0]", "3.9.18"),
    ("3.6.5 |Anaconda, Inc.| (default, Apr 29 2018, 16:14:56) \n[GCC 7.2.0]", "3.6.5"),
    ("2.7.18 (default, May  9 2026, 06:00:00) \n[GCC 12.2.0]", "2.7.18"),
    ("3.12.1 (main, May  9 2026, 06:10:00) [GCC 12.2.0]", "3.12.1"),
  ])
  func readsVersions(_ text: String, _ version: String) {
    #expect(VersionText.find(in: [7, 0] + Array(text.utf8) + [0, 9])?.description == version)
  }

  @Test(arguments: [
    "3.40.1", "3.0.11 1 Aug 2023", "2.5.0", "3.9.18", "3.9.18 (main)", "3.9.18 [GCC 12]", "3.9 (main, x) [GCC]",
    "3.9.18 (main, Nov  2 2023, 10:11:12) \n[GCC 12.2.0", "3.x.y (main, now) [GCC]",
    "3.9.999999999999999999 (a, b) [c]",
    "Python 3.9.18 (main, Nov  2 2023, 10:11:12) \n[GCC 12.2.0]",
  ])
  func passesOverOtherTexts(_ text: String) {
    #expect(VersionText.find(in: [0] + Array(text.utf8) + [0]) == nil)
  }

  @Test func passesOverATextThatNeverEnds() {
    let text = Array("3.9.18 (main, Nov  2 2023) \n[".utf8) + [UInt8](repeating: UInt8(ascii: "]"), count: 4096)
    #expect(VersionText.find(in: text) == nil)
    #expect(VersionText.find(in: []) == nil)
  }
}

import Testing

@testable import SeriemaCommands

@Suite struct WebBrowserTests {
  @Test(arguments: [
    ("/tmp/page.html", "file:///tmp/page.html"), ("page.html", "file:///home/ada/page.html"),
    ("/tmp/a b/100%#1?.html", "file:///tmp/a%20b/100%25%231%3F.html"), ("/tmp/é.html", "file:///tmp/%C3%A9.html"),
    ("/tmp/\n", "file:///tmp/%0A"),
  ])
  func addressesFiles(_ path: String, _ address: String) {
    #expect(WebBrowser.address(of: path, from: "/home/ada") == address)
  }

  @Test func saysWhyNothingWasOpened() throws {
    let failures: [WebBrowser.Failure] = [
      .noPage, .noDesktop, .notInstalled(["firefox", "lynx"]),
      .refused(["firefox": "it ended with status 3", "a\u{1b}b": "signal 11 ended it"]),
    ]
    let texts = failures.map { Explanation(notOpened: $0, $0 == .noPage ? nil : "a\u{202e}b.html").text("warning") }
    try checkGolden(texts.joined(separator: "\n\n"), against: "browser-errors.txt")
  }
}

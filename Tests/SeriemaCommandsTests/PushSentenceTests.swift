import ProfileModel
import Pushing
import Testing

@testable import SeriemaCommands

/// What is said of pushing, as it is printed.
@Suite struct PushSentenceTests {
  @Test func saysWhatBecameOfPushes() throws {
    let address = try PushAddress("https://user:secret@profiles.example.org/x?key=secret")
    let application = try #require(ApplicationName("shop{env=staging}"))
    let failures: [PushFailure] = [
      .unreachable("Could not resolve host: profiles.example.org"), .unreachable(""),
      .untrusted("SSL certificate problem: self-signed certificate"), .noAnswer, .noMemory,
      .refused(status: 401, text: ""), .refused(status: 404, text: "404 page not found\n"),
      .refused(status: 422, text: "{\"message\":\"invalid label\u{1b}[31m\"}\nmore"), .refused(status: 301, text: ""),
      .refused(status: 503, text: "busy"),
    ]
    var texts = failures.map { Explanation(firstFailure: $0, at: address).text("warning") }
    var summary = PushSummary()
    #expect(Explanation(lost: summary, at: address) == nil)
    summary.pushed = 1
    summary.pushedTime = Nanoseconds(seconds: 10)
    texts.append(summary.sentence(to: address, as: application))
    summary.pushed = 11
    summary.pushedTime = Nanoseconds(seconds: 110)
    summary.lost = 1200
    summary.lostTime = Nanoseconds(seconds: 12_000)
    texts.append(summary.sentence(to: address, as: application))
    for failure in [.noAnswer, .refused(status: 403, text: "")] as [PushFailure] {
      summary.lastFailure = failure
      texts.append(try #require(Explanation(lost: summary, at: address)).text("warning"))
    }
    summary.lastFailure = .noAnswer
    texts.append(try #require(Explanation(lost: summary, at: address, isRecorded: true)).text())
    for failure in [.otherScheme, .noHost, .forbiddenCharacter] as [PushAddress.Failure] {
      texts.append(Explanation(failure).text())
    }
    texts += [
      Explanation(wrongPushName: "a b\u{1b}"), Explanation(withoutPush: "--push-every"),
      Explanation(brokenVariable: "PYROSCOPE_AUTH_TOKEN"),
      .noHTTPLibrary,
    ].map { $0.text() }
    let text = texts.joined(separator: "\n\n") + "\n"
    #expect(!text.contains("secret"))
    try checkGolden(text, against: "push.txt")
  }
}

import ProfileModel
import Testing

struct RecordingOriginTests {
  private func origin(_ program: [String], host: String = "a", at start: Int64 = 0) -> RecordingOrigin {
    RecordingOrigin(
      startedAt: Nanoseconds(start), host: host, program: program, process: 1, recorder: "seriema 0.1.0")
  }

  @Test(arguments: [
    (["app.py", "--python", "x"], "app.py --python x"), (["--python", "python3.9", "-m", "app"], "-m app"),
    (["--", "make", "test"], "make test"), (["process 4242"], "process 4242"), ([], ""),
  ])
  func isCalledByTheProgram(_ words: [String], title: String) {
    #expect(origin(words).title == title)
  }

  @Test func isTheSameHoweverItIsMerged() throws {
    let (a, b, c) = (origin(["x"], at: 3), origin(["x"], host: "b", at: 1), origin(["y"], host: "c", at: 2))
    let all = try #require(RecordingOrigin(merging: [a, b, c]))
    let pairs = [[a, b], [b, c], [a, c]].compactMap(RecordingOrigin.init(merging:))
    #expect(RecordingOrigin(merging: [pairs[0], c])?.host == all.host)
    #expect(RecordingOrigin(merging: [a, pairs[1]])?.host == all.host)
    #expect(RecordingOrigin(merging: [pairs[2], b])?.startedAt == all.startedAt)
    #expect(all.host == "a, b, c")
    #expect(RecordingOrigin(merging: []) == nil)
  }
}

import FunctionTiming
import Testing

@Suite struct TimingTargetTests {
  @Test(arguments: [
    ("app:main", TimingTarget.Place.module("app"), "main"),
    ("pkg.mod:C.f", .module("pkg.mod"), "C.f"),
    ("app.py:f", .file("app.py"), "f"),
    ("./src/app.py:f", .file("src/app.py"), "f"),
    ("/srv/app:f", .file("/srv/app"), "f"),
    ("C:/app.py:f", .file("C:/app.py"), "f"),
    ("m:outer.<locals>.inner", .module("m"), "outer.<locals>.inner"),
    ("m:<lambda>", .module("m"), "<lambda>"),
    ("модуль:имя", .module("модуль"), "имя"),
  ])
  func readsTargets(_ text: String, place: TimingTarget.Place, name: String) throws {
    let target = try TimingTarget(parsing: text)
    #expect(target.place == place)
    #expect(target.qualifiedName == name)
    #expect(target.request == text)
  }

  @Test func readsLines() throws {
    let target = try TimingTarget(parsing: "./src/app.py:120")
    #expect(target.place == .file("src/app.py"))
    #expect(target.line == 120)
    #expect(target.qualifiedName == "")
  }

  @Test(arguments: ["app.db:*", "*:Session.execute", "src/*.py:C.get_?", "app:*.<locals>.*"])
  func readsPatterns(_ text: String) throws {
    #expect(try TimingTarget(parsing: text).isPattern)
  }

  @Test(arguments: [
    ("", TimingTargetError.noColon("")), ("main", .noColon("main")), (":f", .noPlace(":f")), ("app:", .noName("app:")),
    ("app:12", .lineNumber("app:12", line: 12)), ("app.py:0", .lineNumber("app.py:0", line: 0)),
    ("app.py:-3", .lineNumber("app.py:-3", line: -3)), ("app:f()", .notAName("app:f()", name: "f()")),
    ("app:C.*()", .notAName("app:C.*()", name: "C.*()")), ("app:.f", .notAName("app:.f", name: ".f")),
    ("app:a b", .notAName("app:a b", name: "a b")), ("app:1f", .notAName("app:1f", name: "1f")),
  ])
  func saysWhatIsWrong(_ text: String, error: TimingTargetError) {
    #expect(throws: error) { try TimingTarget(parsing: text) }
  }
}

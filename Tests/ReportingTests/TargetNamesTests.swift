import ProfileModel
import Testing

@testable import Reporting

@Suite struct TargetNamesTests {
  @Test func namesFunctionsByTheShortestUniqueEnd() {
    let files = ["/a/json/decoder.py", "/b/xml/decoder.py", "/b/web/__init__.py", "/b/one.py", "one.py", "/c/two.py"]
    let names = TargetNames(files: files)
    func target(_ file: String, _ name: String = "f") -> String? {
      names.target(for: FunctionIdentity(qualifiedName: name, file: file, firstLine: 1))
    }
    #expect(target("/a/json/decoder.py") == "json/decoder.py:f")
    #expect(target("/b/web/__init__.py") == "web/__init__.py:f")
    #expect(target("/c/two.py", "C.m") == "two.py:C.m")
    #expect(target("/b/one.py") == "b/one.py:f")
    #expect(target("one.py") == "one.py:f")
    #expect(target("<frozen importlib._bootstrap>") == nil)
    for name in ["<module>", "f.<locals>.<lambda>", "<listcomp>", "<genexpr>", "a\u{1b}b", ""] {
      #expect(target("/c/two.py", name) == nil)
    }
    #expect(target("/c/two.py", "f.<locals>.g") == "two.py:f.<locals>.g")
  }

  @Test func shortensPathsWithoutConfusingThem() {
    let files = [
      "/work/app/main.py", "/work/app/.venv/lib/python3.14/site-packages/jinja2/x.py",
      "/usr/lib/python3.13/json/decoder.py",
      "/opt/lib/python3.13t/json/decoder.py", "/elsewhere/y.py", "<string>", "/work/application.py",
    ]
    let paths = PathShortener(files: files, currentDirectory: "/work/app")
    #expect(
      files.map(paths.path) == [
        "main.py", "jinja2/x.py", "/usr/lib/python3.13/json/decoder.py", "/opt/lib/python3.13t/json/decoder.py",
        "/elsewhere/y.py", "<string>", "/work/application.py",
      ])
    #expect(PathShortener(files: ["/x/y.py"], currentDirectory: "/").path(of: "/x/y.py") == "/x/y.py")
  }
}

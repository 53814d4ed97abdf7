import Testing

@testable import SeriemaCommands

@Suite struct ProgramWordsTests {
  @Test(arguments: [
    (["run", "app.py", "-x", "--", "y"], ["run", "--", "script:", "app.py", "-x", "--", "y"]),
    (["run", "-r", "10k", "app.py"], ["run", "-r", "10k", "--", "script:", "app.py"]),
    (
      ["run", "-r10k", "--collapsed", "app.py", "-d"], ["run", "-r10k", "--collapsed", "--", "script:", "app.py", "-d"]
    ),
    (["run", "--output=o", "-m", "json.tool", "-h"], ["run", "--output=o", "--", "module:", "json.tool", "-h"]),
    (["run", "-o", "-m", "-m", "pkg"], ["run", "-o", "-m", "--", "module:", "pkg"]),
    (["run", "--", "bash", "-c", "x"], ["run", "--", "command:", "bash", "-c", "x"]),
    (["time", "-t", "a:b", "--", "-m", "pkg", "-x"], ["time", "-t", "a:b", "--", "module:", "pkg", "-x"]),
    (["time", "-x", "-t", "a:b", "-", "c"], ["time", "-x", "-t", "a:b", "--", "script:", "-", "c"]),
    (
      ["time", "--against", "HEAD~1", "--until", "2%", "app.py", "--repeat", "3"],
      ["time", "--against", "HEAD~1", "--until", "2%", "--", "script:", "app.py", "--repeat", "3"]
    ),
    (["attach", "-d", "1", "4242"], ["attach", "-d", "1", "4242"]),
    (["run", "-r"], ["run", "-r"]),
    (["--help"], ["--help"]),
    ([], []),
  ])
  func marksWhereTheProgramBegins(_ words: [String], _ marked: [String]) {
    #expect(ProgramWords.marked(words) == marked)
  }
}

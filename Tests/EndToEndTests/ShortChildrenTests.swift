import Foundation
import SeriemaTestSupport
import Testing

/// Case 25 of the acceptance list: children are sampled for as long as they work, however short that is.
@Suite(.measuresTime, .tags(.realPython))
struct ShortChildrenTests {
  @Test(arguments: PythonInstallation.sampled, ["fork", "spawn", "popen"])
  func samplesChildrenOf50And300And2000Milliseconds(_ python: PythonInstallation, _ how: String) throws {
    let isSeen = try succeeds {
      let run = try SampledRun(
        "run",
        [
          "--subprocesses", "--python", python.executable.path, PythonInstallation.program("children.py"), how, "50",
          "300",
          "2000",
        ])
      try #require(run.outcome.status == .exited(0), "\(run.outcome.error)")
      let children = try ChildLine.lines(of: run.outcome.text)
      try #require(children.map(\.milliseconds) == [50, 300, 2000])
      return children.allSatisfy { child in
        let samples = run.stacks.samples { stack in
          stack.functions.first == "process \(child.process)" && stack.functions.contains("work")
        }
        return Double(samples) >= 0.6 * Double(child.milliseconds) && samples <= child.milliseconds + 20
      }
    }
    #expect(isSeen)
  }
}

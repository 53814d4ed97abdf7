import Foundation
import SeriemaTestSupport
import Testing

/// Case 25 of the acceptance list: children are sampled for as long as they work, however short that is.
@Suite(.measuresTime, .tags(.realPython))
struct ShortChildrenTests {
  @Test(arguments: PythonInstallation.everySecond, ["fork", "spawn", "popen"])
  func samplesChildrenOf50And300And2000Milliseconds(_ python: PythonInstallation, _ how: String) throws {
    var counts: [Int] = []
    let isSeen = try succeeds {
      let run = try SampledRun(
        "run",
        [
          "--subprocesses", "--python", python.executable.path, PythonInstallation.program("children.py"), how,
          "50", "300", "2000",
        ])
      try #require(run.outcome.status == .exited(0), "\(run.outcome.error)")
      let children = ChildLine.lines(of: run.outcome.text)
      try #require(children.map(\.milliseconds) == [50, 300, 2000])
      counts = children.map { child in
        run.stacks.samples { stack in
          stack.functions.first == "process \(child.process)" && stack.functions.contains("work")
        }
      }
      return try zip(children, counts).allSatisfy { child, samples in
        let elapsed = Double(try #require(child.elapsed))
        // On a busy machine the first sample in `work` stands for all the time since one in the imports.
        return Double(samples) >= 0.6 * elapsed && Double(samples) <= elapsed + 200
      }
    }
    #expect(isSeen, "\(counts)")
  }
}

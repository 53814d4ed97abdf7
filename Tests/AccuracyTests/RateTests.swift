import Foundation
import SeriemaTestSupport
import Testing

/// The rate that was asked for is reached.
@Suite(.measuresTime, .tags(.realPython))
struct RateTests {
  /// The figure holds on a quiet core; on a shared one, one try of three must reach it.
  @Test(arguments: PythonInstallation.required)
  func takesNinetyNinePercentAtTenKilohertz(_ python: PythonInstallation) throws {
    try withProgram("depth_twenty.py", on: python) { program in
      let isReached = try succeeds {
        let run = try SampledRun("attach", ["-r", "10khz", "-d", "1", "\(program.id)"])
        return run.stacks.samples { $0.frames.count == 20 && !$0.isCut } >= 9_900
      }
      #expect(isReached)
    }
  }
}

import Foundation
import SeriemaTestSupport
import Testing

/// Case 31 of the acceptance list: starting under Seriema costs little.
@Suite(.measuresTime, .tags(.realPython))
struct StartUpTests {
  @Test(arguments: PythonInstallation.sampled)
  func addsLessThanFiftyMillisecondsToAShortScript(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("short_script.py")
    func elapsed(_ run: () throws -> ProcessOutcome) throws -> Duration {
      let outcome = try run()
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      return outcome.elapsed
    }
    // The shortest of each, for as long as it takes: other programs on the machine only add.
    var alone = Duration.seconds(60)
    var launched = Duration.seconds(120)
    for round in 1...40 where round <= 7 || launched - alone >= .milliseconds(50) {
      alone = min(alone, try elapsed { try python.run([script]) })
      launched = min(
        launched, try elapsed { try SeriemaExecutable.run(["run", "--python", python.executable.path, script]) })
    }
    #expect(launched - alone < .milliseconds(50), "\(alone) alone, \(launched) under Seriema")
  }
}

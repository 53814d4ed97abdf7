import Foundation
import SeriemaTestSupport
import Testing

/// Case 31 of the acceptance list: starting under Seriema costs little.
@Suite(.measuresTime, .tags(.realPython))
struct StartUpTests {
  @Test(arguments: PythonInstallation.required)
  func addsLessThanFiftyMillisecondsToAShortScript(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("short_script.py")
    var added: [Duration] = []
    for _ in 0..<7 {
      let alone = try python.run([script])
      let launched = try SeriemaExecutable.run(["run", "--python", python.executable.path, script])
      added.append(launched.elapsed - alone.elapsed)
    }
    #expect(added.sorted()[3] < .milliseconds(50), "\(added)")
  }
}

import Foundation
import SeriemaTestSupport
import Testing

/// Hotspots of a real program agree with those that other samplers see.
@Suite(.measuresTime, .tags(.realPython))
struct PeerAgreementTests {
  /// Both watch one process, in turns: beside each other they would stop it under each other's hands.
  ///
  /// What they found is added up, for at most ten turns, until all functions agree: a difference that comes from too
  /// few samples gets smaller so, and one that is real stays.
  @Test(arguments: PythonInstallation.everySecond)
  func agreesWithAPeerOnTheJSONTool(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let input = folder.url.appending(path: "large.json").path
    let made = try python.run([PythonInstallation.program("large_json.py"), input])
    try #require(made.status == .exited(0), "\(made.error)")
    try withProgram(
      "repeating_json_tool.py", [input, folder.url.appending(path: "out.json").path], on: python
    ) { program in
      var seriema = FunctionSamples()
      var peer = FunctionSamples()
      var differences: [FunctionSamples.Difference] = []
      var turns = 0
      for _ in 0..<30 where turns < 10 {
        let stacks = try SampledRun("attach", ["-d", "2", "\(program.id)"]).stacks
        // A busy machine left few stops: what is cut is missing from all functions, and was compared with nothing.
        if stacks.share(where: { $0.isCut }) > 0.02 { continue }
        turns += 1
        seriema.add(stacks)
        peer.add(try Peer(for: python).stacks(of: program, python))
        differences = seriema.differences(from: peer, above: 0.05)
        try #require(differences.count > 10)
        if differences.allSatisfy({ $0.points <= 3 }) { break }
      }
      try #require(turns > 0)
      // On a busy machine both have so few samples that a few of some twenty shares come out up to 5 points apart.
      withKnownIssue("shares of nested generators differ by more than 3 points", isIntermittent: true) {
        for difference in differences { #expect(difference.points <= 3, "\(difference)") }
      }
      for difference in differences { #expect(difference.points <= 8, "\(difference)") }
    }
  }
}

import Foundation
import SeriemaTestSupport
import Testing

/// Code that calls and returns gets its share beside code that holds still.
///
/// A sampler that keeps the copies that held still, or reads only the others again, favours the second kind: by 5 to 18
/// points here.
@Suite(.measuresTime, .tags(.realPython))
struct MovingCodeTests {
  /// Runs are added up, at most four of them, until the share is right: what is by chance gets smaller so, and what is not
  /// stays.
  @Test(arguments: PythonInstallation.sampled)
  func givesMovingCodeItsShare(_ python: PythonInstallation) throws {
    var sum = MovingShare()
    for _ in 0..<4 {
      sum.add(try MovingShare(python))
      if sum.isRight { break }
    }
    #expect(sum.isRight, "\(sum)")
  }
}

import Foundation
import SeriemaTestSupport
import Testing

/// What `seriema dump --json` says of states.
struct StateDump: Decodable {
  var threads: [Thread]

  struct Thread: Decodable {
    var name: String?
    var holdsGil: Bool
    var waitingForGil: Bool?
    var collectingGarbage: Bool
    var frames: [Frame]
  }

  struct Frame: Decodable {
    var function: String
  }

  init(_ arguments: [String]) throws {
    let outcome = try SeriemaExecutable.run(["dump", "--json"] + arguments)
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(StateDump.self, from: outcome.output)
  }
}

/// Functions that no program calls, to be called so that they can be timed.
package struct CallRequest: Hashable, Sendable {
  /// Calls of each function; of functions that run by turns, pairs of calls.
  package var calls: Int
  /// Python source that runs once, before all else.
  package var setup: String
  /// What stands between the parentheses of a call: evaluated anew for each.
  package var arguments: String

  package init(calls: Int, setup: String = "", arguments: String = "") {
    self.calls = calls
    self.setup = setup
    self.arguments = arguments
  }

  /// What `calls.py` reads: words with a NUL between them.
  func plan(for targets: [TimingTarget], _ pairings: [PairRequest]) -> String {
    let isByTurns = pairings.contains { if case .target = $0.body { true } else { false } }
    let mode = isByTurns ? "turns" : pairings.isEmpty ? "plain" : "bodies"
    var words = [
      String(calls), mode, pairings.contains(where: \.checksResults) ? "1" : "0", String(pairings.first?.seed ?? 0),
      setup, arguments, String(targets.count),
    ]
    for target in targets {
      let kind = if case .file = target.place { "file" } else { "module" }
      words += [kind, target.placeText, target.qualifiedName, target.request]
    }
    return words.joined(separator: "\0")
  }
}

internal import ProfileModel
internal import Statistics

/// What stands below a table of functions whose bodies ran by turns.
struct PairedNotes: Sendable {
  private let comparison: TimingComparison

  init(_ comparison: TimingComparison) {
    self.comparison = comparison
  }

  var warnings: [String] { different + sameBodies + ended }

  var notes: [String] { equal + incomparable + mixed + costs + order + modules }

  private func name(_ pairing: PairedTiming) -> String { UntrustedText(pairing.target).escaped }

  private var different: [String] {
    comparison.paired.flatMap { pairing -> [String] in
      guard let results = pairing.results, results.different > 0 else { return [] }
      let base = UntrustedText(pairing.base).escaped
      let head =
        "\(name(pairing)): \(String(count: results.different)) of \(String(count: results.compared, of: "call")) that "
        + "were made with both bodies came to something else"
      return [head]
        + results.examples.map { example in
          "\(UntrustedText(example.call).escaped) \(UntrustedText(example.new).escaped), and with \(base) "
            + UntrustedText(example.base).escaped
        }
    }
  }

  private var sameBodies: [String] {
    comparison.paired.filter(\.isSame).map { pairing in
      "\(name(pairing)): both bodies do the same, so there is nothing to find"
    }
  }

  private var ended: [String] {
    comparison.paired.filter { $0.outcome == .ended }.map { pairing in
      "\(name(pairing)): the program gave the function another body, which ended the turns"
    }
  }

  private var equal: [String] {
    comparison.paired.compactMap { pairing in
      guard let results = pairing.results, results.different == 0 else { return nil }
      let told = results.compared - results.incomparable
      guard told > 0 else { return "\(name(pairing)): no results could be compared" }
      return "\(name(pairing)): \(String(count: told, of: "call")) made with both bodies came to the same"
    }
  }

  private var incomparable: [String] {
    comparison.paired.compactMap { pairing in
      guard let count = pairing.results?.incomparable, count > 0 else { return nil }
      return "\(name(pairing)): the results of \(String(count: count, of: "call")) do not tell whether they are equal"
    }
  }

  private var mixed: [String] {
    comparison.paired.filter { $0.mixedCalls > 0 }.map { pairing in
      "\(name(pairing)): \(String(count: pairing.mixedCalls, of: "call")) ran both bodies, because several threads were "
        + "in the function, and \(pairing.mixedCalls == 1 ? "is" : "are") in no pair"
    }
  }

  /// What the turns cost.
  private var costs: [String] {
    let shares = comparison.entries.compactMap(\.overhead)
    let swaps = comparison.paired.compactMap(\.swapCost)
    guard let most = shares.max(), let swap = swaps.max() else { return [] }
    return [
      "overhead: timing a call and putting a body in (\(String(nanoseconds: swap))) take "
        + "\(String(percent: most)) % as long as a call\(shares.count > 1 ? " at most" : ""); "
        + "none of it is in the times"
    ]
  }

  private var modules: [String] {
    guard comparison.criteria.band == TimingComparison.bandBetweenModules else { return [] }
    return [
      "the functions are of different modules, of which the one that is imported later can be up to 1.5 % faster, since it "
        + "lies elsewhere in memory: so less than ±2 % is no change here; within one module, or with --vs, it is ±1 %"
    ]
  }

  private var order: [String] {
    let warmUps = comparison.paired.map(\.warmUpPairs)
    guard let warmUp = warmUps.max(), let copies = comparison.paired.map(\.copies.count).max() else { return [] }
    return [
      "of each two calls in a row one ran each body, in an order drawn by lot; \(String(count: copies)) copies of each took "
        + "turns, so that where code lies in memory is no difference; the first \(String(count: warmUp, of: "pair")) warmed "
        + "up and \(warmUp == 1 ? "is" : "are") thrown away"
    ]
  }
}

internal import ProfileModel

/// How the bodies of a function ran by turns, as JSON.
enum PairedJSON {
  static func value(_ pairing: PairedTiming) -> JSONValue {
    .object([
      .init("target", .string(pairing.target)), .init("base", .string(pairing.base)),
      // As text: numbers of JSON end at 2^53.
      .init("seed", .string(String(pairing.seed))), .init("same_body", .bool(pairing.isSame)),
      .init("ended_early", .bool(pairing.outcome == .ended)), .init("pairs", .int(pairing.pairs)),
      .init("copies", .int(pairing.copies.count)), .init("warm_up_pairs", .int(pairing.warmUpPairs)),
      .init("mixed_calls", .int(pairing.mixedCalls)), .init("swap_ns", JSONValue(pairing.swapCost)),
      .init("results", pairing.results.map(results) ?? .null),
      .init("over_time", .array(PairedSteps.steps(of: pairing).map(step))),
    ])
  }

  private static func step(_ step: PairedSteps.Step) -> JSONValue {
    .object([
      "pairs": .int(step.pairs), "base_typical_ns": .double(step.base), "new_typical_ns": .double(step.new),
    ])
  }

  private static func results(_ results: PairedTiming.Results) -> JSONValue {
    .object([
      .init("compared", .int(results.compared)), .init("different", .int(results.different)),
      .init("not_comparable", .int(results.incomparable)),
      .init(
        "examples",
        .array(
          results.examples.map { example in
            .object([
              .init("call", .string(example.call)), .init("base", .string(example.base)),
              .init("new", .string(example.new)),
            ])
          })),
    ])
  }
}

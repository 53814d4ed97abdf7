/// A function whose body ran by turns with another one, call by call, in one run.
package struct PairedTiming: Hashable, Sendable {
  /// The function, as the user wrote it.
  package var target: String
  /// Where the body before comes from: a revision, a file, or the target that it is the body of.
  package var base: String
  package var outcome: Outcome
  /// Both bodies do the same.
  package var isSame: Bool
  /// Of each copy of both bodies, what it measured, in the order of time. Where a code object lies in memory makes it faster
  /// or slower, so that each pair of copies is one observation, however many calls it has.
  package var copies: [[Block]]
  /// Pairs of calls that were thrown away, in which the bodies warmed up.
  package var warmUpPairs: Int
  /// Calls in which both bodies ran, because several threads were in the function; they are in no block.
  package var mixedCalls: Int
  /// What it takes to put a body in, in nanoseconds; nil where none was.
  package var swapCost: Double?
  /// What the order in each pair was drawn with.
  package var seed: UInt64
  /// Nil where nobody asked for it.
  package var results: Results?

  package enum Outcome: Hashable, Sendable {
    /// No call of the function was seen in the process that was launched.
    case notCalled
    case active
    /// The program gave the function a body of its own meanwhile.
    case ended
    case refused(PairRefusal)
  }

  /// Calls of both bodies, side by side in time.
  package struct Block: Hashable, Sendable {
    package var base: TimingSeries.Calls
    package var new: TimingSeries.Calls

    package init(base: TimingSeries.Calls, new: TimingSeries.Calls) {
      self.base = base
      self.new = new
    }
  }

  /// Calls that were made with both bodies.
  package struct Results: Hashable, Sendable {
    package var compared: Int
    package var different: Int
    /// Those whose results do not tell whether they are equal.
    package var incomparable: Int
    /// The first that differ.
    package var examples: [Difference]

    package init(compared: Int, different: Int, incomparable: Int, examples: [Difference]) {
      self.compared = compared
      self.different = different
      self.incomparable = incomparable
      self.examples = examples
    }
  }

  /// A call and what came of it; all three are the program's own texts, cut.
  package struct Difference: Hashable, Sendable {
    package var call: String
    package var base: String
    package var new: String

    package init(call: String, base: String, new: String) {
      self.call = call
      self.base = base
      self.new = new
    }
  }

  /// Pairs of calls that were counted.
  package var pairs: Int { copies.joined().reduce(0) { $0 + min($1.base.count, $1.new.count) } }

  package init(
    target: String, base: String, outcome: Outcome, isSame: Bool = false, copies: [[Block]] = [],
    warmUpPairs: Int = 0, mixedCalls: Int = 0, swapCost: Double? = nil, seed: UInt64 = 0, results: Results? = nil
  ) {
    self.target = target
    self.base = base
    self.outcome = outcome
    self.isSame = isSame
    self.copies = copies
    self.warmUpPairs = warmUpPairs
    self.mixedCalls = mixedCalls
    self.swapCost = swapCost
    self.seed = seed
    self.results = results
  }
}

import SeriemaTestSupport

/// In how many samples each function is the leaf, and in how many it occurs.
struct FunctionSamples {
  /// A function as peers write it too: the last component of its name and of its file.
  struct Function: Hashable {
    let name: String
    let file: String

    init(_ frame: String) {
      let whole = CollapsedStacks.function(frame)
      let place = frame.dropFirst(whole.count).drop { $0 == " " || $0 == "(" }
      name = whole.split(separator: ".").last.map(String.init) ?? ""
      file = place.prefix { $0 != ":" }.split(separator: "/").last.map(String.init) ?? ""
    }
  }

  /// Two shares of one function.
  struct Difference {
    let function: Function
    let isOwn: Bool
    /// In percent.
    let shares: (Double, Double)

    var points: Double { abs(shares.0 - shares.1) }
  }

  private var own: [Function: Int] = [:]
  private var total: [Function: Int] = [:]
  private var samples = 0

  /// Adds all stacks that are whole.
  mutating func add(_ stacks: CollapsedStacks) {
    for stack in stacks.stacks where !stack.isCut {
      let functions = stack.frames.map(Function.init)
      if let leaf = functions.last { own[leaf, default: 0] += stack.samples }
      for function in Set(functions) { total[function, default: 0] += stack.samples }
      samples += stack.samples
    }
  }

  /// All own and total shares that reach a limit, 0 … 1, in one of the two.
  func differences(from other: FunctionSamples, above limit: Double) -> [Difference] {
    [(\FunctionSamples.own, true), (\FunctionSamples.total, false)].flatMap { counts, isOwn in
      Set(self[keyPath: counts].keys).union(other[keyPath: counts].keys).compactMap { function in
        let shares = (share(function, counts), other.share(function, counts))
        guard max(shares.0, shares.1) > limit * 100 else { return nil }
        return Difference(function: function, isOwn: isOwn, shares: shares)
      }
    }
  }

  private func share(_ function: Function, _ counts: KeyPath<FunctionSamples, [Function: Int]>) -> Double {
    Double(self[keyPath: counts][function, default: 0]) / Double(max(1, samples)) * 100
  }
}

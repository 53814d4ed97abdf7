internal import ProfileModel

/// Something other than the program's source that was not the same on both sides.
enum ConditionDifference: Hashable, Sendable {
  case machine(base: String, new: String)
  case kernel(base: String, new: String)
  case python(base: String, new: String)
  case jit(base: Bool)
  case raw(base: Bool)
  case command(base: [String], new: [String])
  /// Mean load of the runs.
  case load(base: Double, new: Double)
  /// A side does not tell where it was measured.
  case unknown

  /// Whether it makes times of the same code differ, so that nothing can be said of the code.
  var forbidsVerdict: Bool {
    switch self {
    case .kernel, .command: false
    default: true
    }
  }

  /// How much more of each processor may be taken on one side than on the other.
  private static let loadTolerance = 0.5

  static func all(_ base: TimingSeries, _ new: TimingSeries) -> [ConditionDifference] {
    let (old, now) = (base.conditions, new.conditions)
    var found: [ConditionDifference] = []
    if let first = old.machine, let second = now.machine {
      if first.name != second.name {
        found.append(.machine(base: first.name, new: second.name))
      } else if first.kernel != second.kernel {
        found.append(.kernel(base: first.kernel, new: second.kernel))
      }
    } else {
      found.append(.unknown)
    }
    if let first = old.pythonVersion, let second = now.pythonVersion, first != second {
      found.append(.python(base: first, new: second))
    }
    if old.hasJIT != now.hasJIT { found.append(.jit(base: old.hasJIT)) }
    if old.machine != nil, now.machine != nil, old.isRaw != now.isRaw { found.append(.raw(base: old.isRaw)) }
    if !old.command.isEmpty, !now.command.isEmpty, old.command != now.command {
      found.append(.command(base: old.command, new: now.command))
    }
    if let first = base.meanLoad, let second = new.meanLoad,
      abs(first - second) > loadTolerance * Double(max(1, now.machine?.processorCount ?? 1))
    {
      found.append(.load(base: first, new: second))
    }
    return found
  }

  /// The sentence on it, escaped.
  var sentence: String {
    switch self {
    case .machine(let base, let new): "different machines: \(Self.shown(base)) and \(Self.shown(new))"
    case .kernel(let base, let new): "different kernels: \(Self.shown(base)) and \(Self.shown(new))"
    case .python(let base, let new): "different Pythons: \(Self.shown(base)) and \(Self.shown(new))"
    case .jit(let base): "the JIT was on in \(base ? "the baseline" : "the new runs") only"
    case .raw(let base): "what the timer takes is left in the times of \(base ? "the baseline" : "the new runs") only"
    case .command(let base, let new): "different commands: \(Self.shown(base)) and \(Self.shown(new))"
    case .load(let base, let new):
      "different load: \(base.digits(decimals: 1)) and \(new.digits(decimals: 1)) processes that ran or waited to, in the mean"
    case .unknown: "a file does not tell on which machine it was made"
    }
  }

  private static func shown(_ text: String) -> String { UntrustedText(text).escaped }
  private static func shown(_ words: [String]) -> String { shown(words.map(\.shellQuoted).joined(separator: " ")) }
}

extension MachineIdentity {
  /// What tells it from others, without the kernel that it happens to run.
  fileprivate var name: String {
    [host, processor.isEmpty ? architecture : processor, "\(processorCount) processors"].joined(separator: ", ")
  }
}

extension TimingSeries {
  /// Of the runs that tell it; nil without any.
  fileprivate var meanLoad: Double? {
    let loads = runs.compactMap(\.load)
    return loads.isEmpty ? nil : loads.reduce(0, +) / Double(loads.count)
  }
}

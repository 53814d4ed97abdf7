internal import FunctionTiming
internal import ProfileModel
internal import Reporting

extension Explanation {
  /// Why the bodies of a function did not run by turns; nil when they did.
  ///
  /// - Parameter isRevision: Whether the other body comes from a revision, and not from a file or another function.
  init?(_ pairing: PairedTiming, isRevision: Bool) {
    let target = UntrustedText(pairing.target).escaped
    let base = UntrustedText(pairing.base).escaped
    let instead =
      isRevision
      ? "seriema time --against \(base) -t \(target) …, which compares whole runs"
      : "seriema time -x --repeat 10 with a program that calls both, which compares whole runs"
    switch pairing.outcome {
    case .active, .ended:
      guard pairing.copies.isEmpty else { return nil }
      self.init(
        "\(target) and \(base) were not compared",
        why: "there were too few calls: the first pairs of each copy of the bodies are thrown away",
        next: "a longer run, or \(instead)")
    case .notCalled:
      self.init(
        "\(target) and \(base) were not compared",
        why: "no call of the function was seen in the process that was started; children keep the body that they have",
        next: instead)
    case .refused(let refusal):
      self.init(
        "\(target) and \(base) cannot run by turns in one process", why: Self.reason(refusal, base),
        next: Self.advice(refusal) ?? instead)
    }
  }

  private static func reason(_ refusal: PairRefusal, _ base: String) -> String {
    func text(_ text: String) -> String { UntrustedText(text).escaped }
    return switch refusal {
    case .suspends(let kind):
      "it is \(text(kind)), whose calls lie in each other and go on after they were suspended"
    case .isLocal: "it is made anew each time that the function around it runs, so that no call has one before it"
    case .notThere: "\(base) has no function of that name"
    case .ambiguous: "\(base) has several functions of that name"
    case .notCompiled(let error): "\(base) is no source for this Python: \(text(error))"
    case .arguments(let both): "their arguments differ: \(text(both))"
    case .defaults: "the default values of their arguments differ, and belong to the function, not to its body"
    case .closure(let both): "they use other variables of the functions around them: \(text(both))"
    case .decorators: "their decorators differ, and belong to the function, not to its body"
    case .globals(let names): "\(base) uses names that mean something else where the function is: \(text(names))"
    case .ownSource(let error): "the source of the function as it runs cannot be read: \(text(error))"
    case .noSource(let reason): "there is no source of \(base): \(text(reason))"
    case .notAFunction: "what runs is no plain function of a Python that is known"
    case .failed(let error): "the body could not be put in: \(text(error))"
    case .noRoom: "a table of the agent is full"
    case .torn: "the process was ended while it joined its figures"
    }
  }

  private static func advice(_ refusal: PairRefusal) -> String? {
    switch refusal {
    case .notThere, .notCompiled, .noSource: "a revision or file that has the function"
    case .noRoom: "fewer -t options"
    case .torn: "the same once more"
    default: nil
    }
  }
}

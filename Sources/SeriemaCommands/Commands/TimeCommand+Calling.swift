internal import ArgumentParser
internal import FunctionTiming

/// What `--calls` changes: there is no program to run.
extension TimeCommand {
  func validateCalling() throws {
    if pid != nil || !program.isEmpty {
      throw ValidationError("--calls calls the functions itself: leave out \(pid != nil ? "--pid" : "the program").")
    }
    if comparing.isRepeated {
      throw ValidationError("--calls compares within one run: leave out --repeat, --against and --until.")
    }
    if comparing.other != nil, compare {
      throw ValidationError("-x and --vs exclude each other with --calls: one compares functions, one their bodies.")
    }
  }

  /// What is to be started.
  ///
  /// - Throws: Also where a target is none that could be called.
  func command(for targets: [TimingTarget]) throws(Explanation) -> PythonCommand {
    guard calling.calls != nil else { return try PythonCommand(program, python: python) }
    if let target = targets.first(where: { !PairingPlan.isFunction($0) }) { throw Explanation(uncallable: target) }
    let title = targets.map(\.request).joined(separator: ", ")
    return try PythonCommand(calling: title, words: calling.words, python: python)
  }

  /// Why functions were not called to the end; nil where they were, or where that is told as of any program.
  func problem(of run: TimedRun) -> Explanation? {
    guard let outcome = run.calls, !run.isInterrupted else { return nil }
    switch run.agent {
    case .tooOld, .refused: return nil
    default: return Explanation(outcome, of: (try? target.flatMap(TargetList.expand).map(Self.parse)) ?? [])
    }
  }
}

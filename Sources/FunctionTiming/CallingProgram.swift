import ProfileModel

/// The program that calls functions, in memory: what it is, what it is to do, and what it says came of it.
struct CallingProgram: ~Copyable {
  private let source: MemoryFile
  private let plan: MemoryFile
  private let answer: MemoryFile
  private let agent: MemoryFile

  init(_ request: CallRequest, targets: [TimingTarget], pairings: [PairRequest]) throws(TimingError) {
    let source = try MemoryFile(named: "seriema-calls")
    let plan = try MemoryFile(named: "seriema-plan")
    let answer = try MemoryFile(named: "seriema-answer")
    let agent = try MemoryFile(named: "seriema-agent")
    // The one uses the functions of the other.
    try source.write(Base64.decode(EmbeddedAgent.pairing) + Base64.decode(EmbeddedAgent.calls))
    try plan.write(Array(request.plan(for: targets, pairings).utf8))
    try agent.write(Base64.decode(EmbeddedAgent.library))
    self.source = consume source
    self.plan = consume plan
    self.answer = consume answer
    self.agent = consume agent
  }

  /// How it is launched.
  func launch(results: Int32) -> TimingLaunch {
    let text = """
      import os; text = os.pread(\(source.descriptor), 1 << 20, 0); os.close(\(source.descriptor))
      space = {"__name__": "seriema-calls"}; exec(compile(text, "<seriema>", "exec"), space)
      space["run"](\(agent.descriptor), \(results), \(plan.descriptor), \(answer.descriptor))
      """
    return TimingLaunch(
      environmentChanges: [:],
      inheritedDescriptors: [agent.descriptor, results, plan.descriptor, answer.descriptor, source.descriptor],
      arguments: ["-c", text])
  }

  /// What came of it so far.
  var outcome: CallsOutcome { CallsOutcome(String(decoding: answer.read(), as: UTF8.self)) }
}

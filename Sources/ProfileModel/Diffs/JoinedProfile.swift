/// Two profiles in one call tree: what is the same in both is one, and each node has two weights.
package struct JoinedProfile: Sendable {
  /// Functions, frames, threads and nodes of both, with the weights of the new one. Names, files and lines are those of
  /// the new one, wherever it has the function.
  package let profile: Profile
  /// For each node, what was its own in the base.
  package let base: [Weight]

  /// - Parameter changes: Which functions are the same, of `FunctionPairing`.
  package init(_ base: Profile, _ new: Profile, _ changes: [FunctionChange]) {
    var assembler = ProfileAssembler()
    let nowhere = RecordingOrigin(startedAt: .zero, host: "", program: [], process: 0, recorder: "")
    let (now, before) = (assembler.addRecording(from: nowhere), assembler.addRecording(from: nowhere))
    for event in new.definitions { assembler.add(event, of: now) }
    for event in Self.placed(base, in: new, changes).definitions { assembler.add(event, of: before) }
    var joined = assembler.profile
    joined.ledger = new.ledger
    joined.pythonVersion = new.pythonVersion
    joined.sampledTime = new.sampledTime
    let known = Set(new.processes.map(\.process))
    joined.processes = new.processes + base.processes.filter { !known.contains($0.process) }
    var weights = [Weight](repeating: .zero, count: joined.nodes.count)
    for index in new.nodes.indices { joined.nodes[assembler.node(index, of: now)].own += new.nodes[index].own }
    for index in base.nodes.indices { weights[assembler.node(index, of: before)] += base.nodes[index].own }
    profile = joined
    self.base = weights
  }

  /// The base with functions and threads as the new one has them. Lines keep their distance from the function's first.
  private static func placed(_ base: Profile, in new: Profile, _ changes: [FunctionChange]) -> Profile {
    var places: [FunctionIdentity: FunctionIdentity] = [:]
    for change in changes {
      if let old = change.base?.function, change.new != nil { places[old] = change.function }
    }
    var placed = base
    placed.functions = base.functions.map { places[$0] ?? $0 }
    for (index, frame) in base.frames.enumerated() where frame.line > 0 {
      let moved = placed.functions[frame.function].firstLine - base.functions[frame.function].firstLine
      placed.frames[index].line = max(1, frame.line + moved)
    }
    placed.threads = ThreadPairing.threads(of: base, in: new)
    return placed
  }
}

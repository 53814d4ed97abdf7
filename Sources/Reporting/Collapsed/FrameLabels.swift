import ProfileModel

/// The texts that stand for frames, threads and processes in collapsed stacks, each once.
struct FrameLabels: Sendable {
  /// All texts in rising order; a label is an index into them.
  let sorted: [String]
  /// For each frame of the profile, its label.
  let frames: [Int]
  /// For each thread, the labels that its stacks begin with.
  let roots: [[Int]]
  let cut: Int
  let noFrames: Int

  init(_ profile: Profile, currentDirectory: String) {
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: currentDirectory)
    let frameTexts = profile.frames.map { frame in
      let function = profile.functions[frame.function]
      // The mark of a garbage collection is nowhere.
      if function.file.isEmpty, function == .garbageCollection { return function.qualifiedName }
      return FrameLabels.escape("\(function.qualifiedName) (\(paths.path(of: function.file)):\(frame.line))")
    }
    let sampled = Set(profile.nodes.lazy.filter { $0.own.samples > 0 }.map(\.thread))
    let processes = Set(sampled.map { profile.threads[$0].process })
    let commands = Dictionary(profile.processes.map { ($0.process, $0.command) }, uniquingKeysWith: { _, last in last })
    let rootTexts = profile.threads.map { thread in
      (processes.count > 1 ? [FrameLabels.process(thread.process, commands[thread.process] ?? "")] : [])
        + (sampled.count > 1 ? [FrameLabels.escape("\(thread.name) (\(thread.thread))")] : [])
    }
    let cutText = "<cut>"
    let noFramesText = "(no Python frames)"
    let texts = Set(frameTexts + rootTexts.joined() + [cutText, noFramesText]).sorted()
    let labels = Dictionary(uniqueKeysWithValues: zip(texts, texts.indices))
    func label(_ text: String) -> Int { labels[text, default: 0] }
    sorted = texts
    frames = frameTexts.map(label)
    roots = rootTexts.map { $0.map(label) }
    cut = label(cutText)
    noFrames = label(noFramesText)
  }

  /// The label of a node itself, without its callers.
  func label(of kind: Profile.Node.Kind) -> Int {
    switch kind {
    case .frame(let frame): frames[frame]
    case .cut: cut
    case .noFrames: noFrames
    }
  }

  /// Long command lines are cut: they stand in every stack.
  private static func process(_ id: Int32, _ command: String) -> String {
    guard !command.isEmpty else { return "process \(id)" }
    let short = command.count > commandLimit ? command.prefix(commandLimit - 1) + "…" : command[...]
    return escape("process \(id) (\(short))")
  }

  private static let commandLimit = 80

  private static func escape(_ text: String) -> String {
    UntrustedText(text).escaped(also: [";"])
  }
}

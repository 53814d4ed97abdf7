import ProfileModel

/// Profiles that a page has to cope with.
enum PageProfiles {
  static let hostileNames = [
    "</script><script>alert(1)</script>", "<b>bold</b>", "\"quoted\" 'single' `tick`", "nul\0byte",
    "\u{202e}evil\u{2066}",
    "פונקציה.עולם", "مرحبا", "関数", String(repeating: "a", count: 3000), "\u{1F9A4}\u{FFFD}", "${x}{{y}}",
    "<!-- <script>", "&lt;b&gt;", "__proto__", "constructor", "]]>", "%s%n\r\n", "<img src=x onerror=alert(1)>",
  ]

  /// What the threads of the shop were at: in its template nobody knows whether they held the GIL, and nowhere whether they
  /// waited for it.
  static func states(of node: Profile.Node, _ number: Int64, in shop: Profile) -> SampleStates {
    guard case .frame(let frame) = node.kind else { return .unknown }
    let function = shop.functions[shop.frames[frame].function]
    let states = SampleStates().with(.collectsGarbage, function == Samples.parse && number < 100)
      .with(.hasException, function == Samples.bootstrap)
    switch function {
    case Samples.rawDecode: return states.with(.holdsGIL, number < 1000)
    case Samples.wait: return states.with(.holdsGIL, false)
    case Samples.render: return states
    default: return states.with(.holdsGIL, true)
    }
  }

  /// Functions, files, threads and a process with such names, called by each other and alone.
  static var hostile: Profile {
    var draft = ProfileDraft()
    draft.addThread("</script><b>thread</b>")
    draft.addThread("\"'><img src=x onerror=alert(1)>\0", thread: 4712)
    let stack = hostileNames.enumerated().map {
      (Samples.function($1, "/<b>/\($1.prefix(60)).py", $0 + 1), line: $0 + 2)
    }
    for (index, frame) in stack.enumerated() {
      draft.add(Array(stack[...index]), samples: 100 + index)
      draft.add([frame], samples: 50, idle: 20, thread: 1)
    }
    return draft.finished { profile in
      profile.processes = [
        SampledProcess(process: 4711, parent: nil, command: "</script>", reading: .python, ending: .running)
      ]
      profile.ledger.reasons = ["</script><b>": 2]
      profile.ledger.partial = 2
    }
  }

  /// Three processes, one of them with several threads.
  static var tree: Profile {
    var draft = ProfileDraft()
    for (thread, process) in [100, 100, 100, 100, 101, 101, 102, 102].enumerated() {
      draft.addThread(
        thread == 0 ? "MainThread" : "pool-\(thread)", process: Int32(process), thread: Int32(process + thread))
      draft.add(
        [(Samples.module, line: 3), (Samples.parse, line: 44 + thread)], samples: 100 * (thread + 1), thread: thread)
      draft.add([(Samples.module, line: 3), (Samples.render, line: 12)], samples: 70, idle: 30, thread: thread)
    }
    draft.add([], samples: 3, thread: 2, end: .noFrames)
    draft.add([(Samples.module, line: 3), (Samples.parse, line: 44)], samples: 5, end: .cut)
    return draft.finished { profile in
      profile.processes = [100, 101, 102].map {
        SampledProcess(
          process: $0, parent: 100, command: "python worker.py --shard \($0)", reading: .python, ending: .exited(0))
      }
    }
  }

  /// A function that calls itself 50,000 times.
  static var recursion: Profile {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    let calls = Array(repeating: (Samples.parse, line: 44), count: 50_000)
    draft.add([(Samples.module, line: 3)] + calls + [(Samples.rawDecode, line: 353)], samples: 900)
    draft.add([(Samples.module, line: 3), (Samples.render, line: 12)], samples: 100)
    return draft.finished()
  }

  /// A million nodes of 8,000 functions, up to 60 deep, in eight threads.
  static var million: Profile {
    var generator = SeededGenerator(seed: 9)
    let functions = (0..<8000).map { number in
      let file = "/home/ada/shop/part\(number / 200)/module_\(number / 40).py"
      return Samples.function("Class\(number / 10).method_\(number)", file, number % 40 * 20 + 1)
    }
    let frames = functions.indices.flatMap { [Frame(function: $0, line: 3), Frame(function: $0, line: 9)] }
    var nodes: [Profile.Node] = []
    var path: [Int] = []
    while nodes.count < 1_000_000 {
      // Mostly deeper by one, at times back out by a random length.
      if path.count >= 60 || Int.random(in: 0..<4, using: &generator) == 0 {
        path.removeLast(Int.random(in: 0...path.count, using: &generator))
      }
      let thread = path.first.map { nodes[$0].thread } ?? Int.random(in: 0..<8, using: &generator)
      let isSampled = Int.random(in: 0..<3, using: &generator) == 0
      let time = Nanoseconds(Int64.random(in: 900_000...1_100_000, using: &generator))
      nodes.append(
        Profile.Node(
          parent: path.last, thread: thread, kind: .frame(Int.random(in: 0..<frames.count, using: &generator)),
          own: isSampled ? Weight(samples: 1, time: time) : .zero))
      path.append(nodes.count - 1)
    }
    let threads = (0..<8).map { SampledThread(process: 4711, thread: 4711 + $0, name: "worker-\($0)") }
    var ledger = Ledger()
    ledger.wantedRate = 1000
    ledger.elapsed = Nanoseconds(40_000_000_000)
    ledger.complete = 333_000
    for _ in 0..<1000 { ledger.effective.add(Nanoseconds(1_000_000)) }
    return Profile(
      functions: functions, frames: frames, threads: threads, nodes: nodes, ledger: ledger, pythonVersion: "3.14.10")
  }
}

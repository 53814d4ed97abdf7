import ProfileModel

/// What all threads of a profile for the Firefox Profiler share: strings, files, functions, frames and stacks.
///
/// A stack is a node of the profile. After them come those that a thread was idle in, whose innermost frame is another
/// one of the same function and line, with the category for that.
struct GeckoTables: Sendable {
  private struct FrameRow {
    var function: Int
    var line: Int
    var category: FrameCategory
  }

  private let functions: FunctionTable
  /// Those of the profile, of `cut` and of `noFrames`, then those of samples in which a thread was idle.
  private var frames: [FrameRow] = []
  /// By frame of the first kind: the one for idle samples, or -1.
  private var idleFrames: [Int32] = []
  private let nodes: NodeTable
  private let profileFrameCount: Int
  /// The stacks of samples in which a thread was idle, behind those of all nodes.
  let idleStacks: IdleStacks
  private var strings: [String] = []
  /// By function: its name among `strings`.
  private var names: [Int] = []
  /// By function: its file among `files`, or -1.
  private var sources: [Int] = []
  /// By file: its path among `strings`.
  private var files: [Int] = []

  init(_ profile: Profile) {
    functions = FunctionTable(profile)
    nodes = profile.nodes
    profileFrameCount = profile.frames.count
    idleStacks = IdleStacks(profile.nodes)
    addStrings()
    addFrames(of: profile)
    addIdleFrames()
  }

  private mutating func addStrings() {
    var known: [String: Int] = [:]
    var knownFiles: [String: Int] = [:]
    func place(of text: String, in strings: inout [String]) -> Int {
      if let place = known[text] { return place }
      known[text] = strings.count
      strings.append(text)
      return strings.count - 1
    }
    for entry in functions.entries {
      names.append(place(of: UntrustedText(entry.name).escaped, in: &strings))
      guard !entry.file.isEmpty else {
        sources.append(-1)
        continue
      }
      if knownFiles[entry.file] == nil {
        knownFiles[entry.file] = files.count
        files.append(place(of: UntrustedText(entry.file).escaped, in: &strings))
      }
      sources.append(knownFiles[entry.file, default: -1])
    }
  }

  /// The frames of the profile, then those of `cut` and of `noFrames`.
  private mutating func addFrames(of profile: Profile) {
    for frame in profile.frames {
      let function = functions.places[frame.function]
      frames.append(FrameRow(function: function, line: frame.line, category: functions.entries[function].category))
    }
    frames.append(FrameRow(function: functions.cut, line: 0, category: .cut))
    frames.append(FrameRow(function: functions.noFrames, line: 0, category: .noFrames))
  }

  private mutating func addIdleFrames() {
    idleFrames = Array(repeating: -1, count: frames.count)
    for node in idleStacks.nodes {
      let frame = frame(of: Int(node))
      guard idleFrames[frame] < 0 else { continue }
      idleFrames[frame] = Int32(frames.count)
      frames.append(FrameRow(function: frames[frame].function, line: frames[frame].line, category: .idle))
    }
  }

  private func frame(of node: Int) -> Int {
    switch nodes[node].kind {
    case .frame(let frame): frame
    case .cut: profileFrameCount
    case .noFrames: profileFrameCount + 1
    }
  }

  // MARK: Stacks

  private var stackCount: Int { nodes.count + idleStacks.nodes.count }

  /// The node that a stack is of.
  private func node(of stack: Int) -> Int {
    stack < nodes.count ? stack : Int(idleStacks.nodes[stack - nodes.count])
  }

  private func frame(ofStack stack: Int) -> Int {
    let frame = frame(of: node(of: stack))
    return stack < nodes.count ? frame : Int(idleFrames[frame])
  }

  /// Writes the members of `shared`.
  func write<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try bytes.write(column: "stringArray", count: strings.count, drain: drain) { $1.write(json: strings[$0]) }
    bytes.write(",\"sources\":{")
    try bytes.write(column: "filename", count: files.count, drain: drain) { $1.write(files[$0]) }
    for (name, value) in ["id": "null", "startLine": "1", "startColumn": "1", "sourceMapURL": "null"] as KeyValuePairs {
      try write(constant: value, name, count: files.count, into: &bytes, drain: drain)
    }
    bytes.write(",\"length\":\(files.count)},\"funcTable\":{")
    try writeFunctions(into: &bytes, drain: drain)
    bytes.write("},\"frameTable\":{")
    try writeFrames(into: &bytes, drain: drain)
    bytes.write("},\"stackTable\":{")
    try bytes.write(column: "frame", count: stackCount, drain: drain) { $1.write(frame(ofStack: $0)) }
    bytes.append(UInt8(ascii: ","))
    try bytes.write(column: "prefix", count: stackCount, drain: drain) {
      let prefix = nodes.parent(of: node(of: $0))
      prefix < 0 ? $1.write("null") : $1.write(prefix)
    }
    bytes.write(",\"length\":\(stackCount)}")
    bytes.write(",\"resourceTable\":{\"lib\":[],\"name\":[],\"host\":[],\"type\":[],\"length\":0}")
    bytes.write(",\"nativeSymbols\":{\"libIndex\":[],\"address\":[],\"name\":[],\"functionSize\":[],\"length\":0}")
  }

  private func writeFunctions<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let count = functions.entries.count
    try bytes.write(column: "name", count: count, drain: drain) { $1.write(names[$0]) }
    bytes.append(UInt8(ascii: ","))
    try bytes.write(column: "source", count: count, drain: drain) {
      sources[$0] < 0 ? $1.write("null") : $1.write(sources[$0])
    }
    bytes.append(UInt8(ascii: ","))
    try bytes.write(column: "lineNumber", count: count, drain: drain) { $1.write(line: functions.entries[$0].line) }
    for (name, value) in ["isJS": "false", "relevantForJS": "false", "resource": "-1", "columnNumber": "null"]
      as KeyValuePairs
    {
      try write(constant: value, name, count: count, into: &bytes, drain: drain)
    }
    bytes.write(",\"length\":\(count)")
  }

  private func writeFrames<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try bytes.write(column: "func", count: frames.count, drain: drain) { $1.write(frames[$0].function) }
    bytes.append(UInt8(ascii: ","))
    try bytes.write(column: "line", count: frames.count, drain: drain) { $1.write(line: frames[$0].line) }
    bytes.append(UInt8(ascii: ","))
    try bytes.write(column: "category", count: frames.count, drain: drain) { $1.write(frames[$0].category.rawValue) }
    for (name, value) in [
      "subcategory": "0", "address": "-1", "inlineDepth": "0", "nativeSymbol": "null", "innerWindowID": "null",
      "column": "null",
    ] as KeyValuePairs {
      try write(constant: value, name, count: frames.count, into: &bytes, drain: drain)
    }
    bytes.write(",\"length\":\(frames.count)")
  }

  /// Writes a column that has the same value in each row, after a comma.
  private func write<Failure>(
    constant value: String, _ name: String, count: Int, into bytes: inout [UInt8],
    drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.append(UInt8(ascii: ","))
    let value = Array(value.utf8)
    try bytes.write(column: name, count: count, drain: drain) { $1.append(contentsOf: value) }
  }
}

extension [UInt8] {
  /// Adds a line of source; 0 stands for none.
  fileprivate mutating func write(line: Int) {
    line > 0 ? write(line) : write("null")
  }
}

import ProfileModel

/// A profile in the form that `profile.js` reads: what there is to say about it as JSON, tables of names, and the call
/// tree in the order of a walk.
///
/// Numbers and texts are those of `PackedBytes`. In this order:
/// - the format's version, and a JSON object for the page's head
/// - files: path as shown, whole path (empty where it is the same), whose code it is
/// - functions: name, file counted from 1 (0 for none), first line, target for `seriema time -t` (empty where none)
/// - frames: function, line
/// - threads: process, id, name; then processes: id, command
/// - nodes, outermost first: how many steps back out from the node before; the thread, for outermost ones; 0 for a cut, 1
///   for no frames, else the frame counted from 2; twice its own time in microseconds, plus one where idle time follows;
///   where there is a base, the same of its own time there
struct ProfilePack: Sendable {
  static let formatVersion = 1

  private let profile: Profile
  private let head: JSONValue
  /// For each node its own weight in another profile; nil where there is no other.
  private let base: [Weight]?
  private let names: FileNames
  /// `co_filename` of each file once, in the order of functions.
  let files: [String]

  init(_ profile: Profile, head: JSONValue, base: [Weight]? = nil, currentDirectory: String) {
    let names = FileNames(files: Self.files(of: profile), currentDirectory: currentDirectory)
    self.init(profile, head: head, base: base, names: names)
  }

  /// - Parameter names: Of these files, and of all others that they are not to be taken for.
  init(_ profile: Profile, head: JSONValue, base: [Weight]? = nil, names: FileNames) {
    self.profile = profile
    self.head = head
    self.base = base
    self.names = names
    files = Self.files(of: profile)
  }

  static func files(of profile: Profile) -> [String] {
    var seen: Set<String> = [""]
    return profile.functions.lazy.map(\.file).filter { seen.insert($0).inserted }
  }

  var packed: PackedBytes {
    var pack = PackedBytes()
    pack.append(Self.formatVersion)
    pack.append(head.text)
    appendFunctions(to: &pack)
    appendThreads(to: &pack)
    appendNodes(to: &pack)
    return pack
  }

  private func appendFunctions(to pack: inout PackedBytes) {
    pack.append(files.count)
    for file in files {
      let path = names.paths.path(of: file)
      pack.append(UntrustedText(path))
      pack.append(UntrustedText(path == file ? "" : file))
      pack.append(Self.origin(of: file))
    }
    let indices = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($0.element, $0.offset) })
    let canTime = TimeCommand.canTime(profile.pythonVersion)
    pack.append(profile.functions.count)
    for function in profile.functions {
      pack.append(UntrustedText(function.qualifiedName))
      pack.append((indices[function.file] ?? -1) + 1)
      pack.append(function.firstLine)
      pack.append(canTime ? names.targets.target(for: function)?.shellQuoted ?? "" : "")
    }
    pack.append(profile.frames.count)
    for frame in profile.frames {
      pack.append(frame.function)
      pack.append(frame.line)
    }
  }

  /// 0 the program's own, 1 Python's library, 2 an installed package.
  private static func origin(of file: String) -> Int {
    switch FrameCategory(of: "", in: file) {
    case .standardLibrary: 1
    case .library: 2
    default: 0
    }
  }

  private func appendThreads(to pack: inout PackedBytes) {
    pack.append(profile.threads.count)
    for thread in profile.threads {
      pack.append(Int(thread.process))
      pack.append(Int(thread.thread))
      pack.append(UntrustedText(thread.name))
    }
    let commands = Dictionary(profile.processes.map { ($0.process, $0.command) }, uniquingKeysWith: { _, last in last })
    var seen: Set<Int32> = []
    let processes = profile.threads.map(\.process).filter { seen.insert($0).inserted }
    pack.append(processes.count)
    for process in processes {
      pack.append(Int(process))
      pack.append(UntrustedText(commands[process] ?? ""))
    }
  }

  private func appendNodes(to pack: inout PackedBytes) {
    var times = RoundedTimes()
    var baseTimes = RoundedTimes()
    var stepsOut = 0
    pack.append(profile.nodes.count)
    profile.walk { index, entering in
      guard entering else {
        stepsOut += 1
        return
      }
      let node = profile.nodes[index]
      pack.append(stepsOut)
      stepsOut = 0
      if node.parent == nil { pack.append(node.thread) }
      switch node.kind {
      case .cut: pack.append(0)
      case .noFrames: pack.append(1)
      case .frame(let frame): pack.append(frame + 2)
      }
      times.append(node.own, to: &pack)
      if let base { baseTimes.append(base[index], to: &pack) }
    }
  }
}

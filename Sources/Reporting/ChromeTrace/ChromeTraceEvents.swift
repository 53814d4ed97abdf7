import ProfileModel

/// Trace events as JSON, put together from parts that are written once.
struct ChromeTraceEvents: Sendable {
  /// By thread: `,"pid":1,"tid":2,"ts":`.
  private let threads: [[UInt8]]
  /// By function: `,"name":"f (a.py:1)","cat":"Program"}`.
  private let names: [[UInt8]]
  private let idle: Int
  private let begun = Array(",\n{\"ph\":\"B\"".utf8)
  private let ended = Array(",\n{\"ph\":\"E\"".utf8)
  private var isFirst = true
  /// What the events of one moment in one thread have in common: the first part of those that begin a slice, and those
  /// that end one.
  private var beginning: [UInt8] = []
  private var end: [UInt8] = []
  private var path: [Int32] = []

  init(_ profile: Profile, functions: FunctionTable, currentDirectory: String) {
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: currentDirectory)
    threads = profile.threads.map { Array(",\"pid\":\($0.process),\"tid\":\($0.thread),\"ts\":".utf8) }
    names = functions.entries.map { entry in
      let place = entry.file.isEmpty ? "" : " (\(paths.path(of: entry.file)):\(entry.line))"
      var bytes = Array(",\"name\":".utf8)
      bytes.write(jsonShown: entry.name + place)
      bytes.write(",\"cat\":\"\(entry.category.name)\"}")
      return bytes
    }
    idle = functions.idle
  }

  /// Names a thread, or the process that it is in. All names stand before the first slice.
  mutating func name(_ what: String, _ name: String, of thread: Int, into bytes: inout [UInt8]) {
    bytes.write(isFirst ? "\n{\"ph\":\"M\"" : ",\n{\"ph\":\"M\"")
    isFirst = false
    bytes.append(contentsOf: threads[thread])
    bytes.write("0,\"name\":\"\(what)\",\"args\":{\"name\":")
    bytes.write(json: name)
    bytes.write("}}")
  }

  /// The events that follow are of this thread and moment.
  mutating func go(to instant: Nanoseconds, of thread: Int) {
    end.removeAll(keepingCapacity: true)
    end.append(contentsOf: ended)
    end.append(contentsOf: threads[thread])
    end.write(instant.rawValue, decimals: 3)
    beginning.removeAll(keepingCapacity: true)
    beginning.append(contentsOf: begun)
    beginning.append(contentsOf: end[ended.count...])
    end.append(UInt8(ascii: "}"))
  }

  /// Begins the slices of `stack` that its caller `common` has not.
  mutating func begin(_ stack: Int32, from common: Int32, _ stacks: FunctionStacks, into bytes: inout [UInt8]) {
    stacks.path(to: stack, from: common, into: &path)
    for function in path { begin(Int(function), into: &bytes) }
  }

  func beginIdle(into bytes: inout [UInt8]) {
    begin(idle, into: &bytes)
  }

  /// Ends the innermost slice.
  func end(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: end)
  }

  private func begin(_ function: Int, into bytes: inout [UInt8]) {
    bytes.append(contentsOf: beginning)
    bytes.append(contentsOf: names[function])
  }
}

package import ProfileModel

/// All that was sampled, one JSON object a line, for programs: what a spreadsheet, `jq` or a script reads.
///
/// The member `type` says what a line is. Indices count from 0 within one type, in the order of the lines, and refer to
/// earlier lines only. All times are whole nanoseconds. Names are what the program has, exactly.
///
/// - `meta`, the first: `format` (`seriema-samples`), `version` (1), and where the recording comes from: `recorder`,
///   `started_at` (since 1970-01-01 00:00 UTC), `host`, `process`, `program`, `python`, and `sampled_time`: what of the
///   program's time is told (`wall`, `cpu`, `gil`, `exception`).
/// - `process`: `process` (the kernel's id), `parent` (its id, or null), `command`.
/// - `thread`: `process`, `thread` (the kernel's ids), `name`.
/// - `function`: `name` (`co_qualname`), `file` (`co_filename`), `line` (of `def`). `<GC>`, without a file, is the garbage
///   collection.
/// - `frame`: `function`, and the `line` that is executed.
/// - `stack`: `thread`, `caller` (a stack; null for the outermost frame), and `frame`, which is null where the frames inside
///   are unknown (`"end":"cut"`) or there is none (`"end":"no_python_frames"`).
/// - `sample`: `at` (since `started_at`), `stack`, `samples` (intervals of the schedule that it stands for), `time` (the time
///   up to `at` that it stands for), `idle` (the part of `time` in which the thread did not run). CPU time may follow in
///   a line of its own, with 0 `samples`. `holds_gil`, `waiting_for_gil`, `collecting_garbage` and `has_exception` say
///   what the thread was at; each is missing where that is not known.
/// - `ledger`, the last: what became of the samples that were wanted. Without it, the file is not whole.
package struct JSONLinesReport: TimelineReport {
  private let profile: Profile
  private let origin: RecordingOrigin

  package let passCount = 1

  package init(_ profile: Profile, origin: RecordingOrigin) {
    self.profile = profile
    self.origin = origin
  }

  package mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.write("{\"type\":\"meta\",\"format\":\"seriema-samples\",\"version\":1,")
    bytes.write(json: origin, of: profile)
    bytes.write("}\n")
    for process in profile.processes {
      bytes.write("{\"type\":\"process\",\"process\":\(process.process),\"parent\":")
      bytes.write(process.parent.map { "\($0)" } ?? "null")
      bytes.write(member: "command", process.command)
    }
    for thread in profile.threads {
      bytes.write("{\"type\":\"thread\",\"process\":\(thread.process),\"thread\":\(thread.thread)")
      bytes.write(member: "name", thread.name)
      if bytes.isLong { try drain(&bytes) }
    }
    for function in profile.functions {
      bytes.write("{\"type\":\"function\",\"line\":\(function.firstLine),\"file\":")
      bytes.write(json: function.file)
      bytes.write(member: "name", function.qualifiedName)
      if bytes.isLong { try drain(&bytes) }
    }
    for frame in profile.frames {
      bytes.write("{\"type\":\"frame\",\"function\":\(frame.function),\"line\":\(frame.line)}\n")
      if bytes.isLong { try drain(&bytes) }
    }
    for node in profile.nodes {
      write(node, into: &bytes)
      if bytes.isLong { try drain(&bytes) }
    }
  }

  package mutating func add(_ sample: TimedSample, into bytes: inout [UInt8]) {
    bytes.write("{\"type\":\"sample\",\"at\":")
    bytes.write(sample.instant.rawValue)
    bytes.write(",\"stack\":")
    bytes.write(sample.node)
    bytes.write(",\"samples\":")
    bytes.write(sample.weight.samples)
    bytes.write(",\"time\":")
    bytes.write(sample.weight.time.rawValue)
    bytes.write(",\"idle\":")
    bytes.write(sample.weight.idle.rawValue)
    for state in SampleStates.State.allCases {
      guard let isSo = sample.states[state] else { continue }
      bytes.write(",\"\(state.jsonName)\":\(isSo)")
    }
    bytes.write("}\n")
  }

  package mutating func end<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.write("{\"type\":\"ledger\",")
    bytes.write(json: profile.ledger)
    bytes.write("}\n")
  }

  private func write(_ node: Profile.Node, into bytes: inout [UInt8]) {
    bytes.write("{\"type\":\"stack\",\"thread\":")
    bytes.write(node.thread)
    bytes.write(",\"caller\":")
    if let parent = node.parent {
      bytes.write(parent)
    } else {
      bytes.write("null")
    }
    bytes.write(",\"frame\":")
    switch node.kind {
    case .frame(let frame): bytes.write(frame)
    case .cut: bytes.write("null,\"end\":\"cut\"")
    case .noFrames: bytes.write("null,\"end\":\"no_python_frames\"")
    }
    bytes.write("}\n")
  }
}

extension SampleStates.State {
  fileprivate var jsonName: String {
    switch self {
    case .holdsGIL: "holds_gil"
    case .waitsForGIL: "waiting_for_gil"
    case .collectsGarbage: "collecting_garbage"
    case .hasException: "has_exception"
    }
  }
}

extension [UInt8] {
  /// Adds the last member of a line, and ends it.
  fileprivate mutating func write(member name: String, _ text: String) {
    write(",\"\(name)\":")
    write(json: text)
    write("}\n")
  }
}

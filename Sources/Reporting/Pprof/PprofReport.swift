package import ProfileModel

/// A `profile.proto` for pprof, not yet compressed; a file has to be (gzip).
///
/// Values of a sample are its number (`samples`, in `count`), its time (`wall`, `cpu`, `gil` or `exception`, in
/// nanoseconds), and, unless that is CPU time, the part of it in which the thread did not run (`idle`). Labels are
/// `thread` (its name), `thread id`, `pid`, and `process` (the command line) where there are several. A location is a
/// line of a function. Comments have the program, the host and the ledger.
///
/// Source: `proto/profile.proto` of https://github.com/google/pprof. Functions have no `system_name`: where it is the name,
/// `go tool pprof` takes `<module>` for a template of C++ and removes it.
package struct PprofReport: Sendable {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let functions: FunctionTable
  private let scope: Scope

  /// What it is a profile of.
  package enum Scope: Sendable {
    /// A run as a whole, for people.
    case run
    /// Part of a run, for a server that adds up many. No labels: there each thread would make a series of its own, for
    /// as long as the server lives. No ledger: it is of the run.
    case stretch
  }

  package init(_ profile: Profile, origin: RecordingOrigin, of scope: Scope = .run) {
    self.profile = profile
    self.origin = origin
    self.scope = scope
    functions = FunctionTable(profile)
  }

  /// Hands the report to `sink` piece by piece.
  package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var bytes: [UInt8] = []
    var strings = PprofStrings()
    func pass() throws(Failure) {
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    writeHead(into: &bytes, &strings)
    let stacks = PprofStacks(profile)
    let labels = threadLabels(&strings)
    for (index, node) in profile.nodes.enumerated() where node.own != .zero {
      stacks.write(index, values: values(of: node.own), labels: labels[node.thread], into: &bytes)
      if bytes.isLong { try pass() }
    }
    for (index, frame) in profile.frames.enumerated() {
      write(location: index, function: functions.places[frame.function], line: frame.line, into: &bytes)
      if bytes.isLong { try pass() }
    }
    write(location: profile.frames.count, function: functions.cut, line: 0, into: &bytes)
    write(location: profile.frames.count + 1, function: functions.noFrames, line: 0, into: &bytes)
    for index in 0..<functions.idle {
      write(function: index, into: &bytes, &strings)
      if bytes.isLong { try pass() }
    }
    for text in strings.texts {
      bytes.write(field: 6, text: text)
      if bytes.isLong { try pass() }
    }
    try pass()
  }

  private var timeName: String { profile.sampledTime.word }
  private var showsIdle: Bool { profile.sampledTime != .cpu }

  private func values(of weight: Weight) -> [Int64] {
    let values = [Int64(weight.samples), weight.time.rawValue]
    return showsIdle ? values + [weight.idle.rawValue] : values
  }

  private func writeHead(into bytes: inout [UInt8], _ strings: inout PprofStrings) {
    func type(_ name: String, _ unit: String) -> [UInt8] {
      var message: [UInt8] = []
      message.write(field: 1, number: strings.index(of: name))
      message.write(field: 2, number: strings.index(of: unit))
      return message
    }
    bytes.write(field: 1, message: type("samples", "count"))
    bytes.write(field: 1, message: type(timeName, "nanoseconds"))
    if showsIdle { bytes.write(field: 1, message: type("idle", "nanoseconds")) }
    var mapping: [UInt8] = []
    mapping.write(field: 1, number: 1)
    mapping.write(field: 5, number: strings.index(of: UntrustedText(origin.title).escaped))
    // There are functions, files and lines: nothing is to be looked up.
    for field in 7...9 as ClosedRange<UInt64> { mapping.write(field: field, number: 1) }
    bytes.write(field: 3, message: mapping)
    bytes.write(field: 9, number: origin.startedAt.rawValue)
    bytes.write(field: 10, number: profile.ledger.elapsed.rawValue)
    bytes.write(field: 11, message: type(timeName, "nanoseconds"))
    if profile.ledger.wantedRate > 0 {
      bytes.write(field: 12, number: Nanoseconds(seconds: 1 / profile.ledger.wantedRate).rawValue)
    }
    let comments =
      [
        "recorder: " + origin.recorder, "host: " + origin.host, "program: " + origin.program.joined(separator: " "),
        "python: " + profile.pythonVersion,
      ].map { UntrustedText($0).escaped } + (scope == .run ? LedgerAccount(profile.ledger).paragraphs.map(\.text) : [])
    for comment in comments {
      // A list may be written number by number.
      bytes.write(field: 13, number: strings.index(of: comment))
    }
    bytes.write(field: 14, number: strings.index(of: timeName))
  }

  /// By thread: the labels of its samples, as fields.
  private func threadLabels(_ strings: inout PprofStrings) -> [[UInt8]] {
    if scope == .stretch { return profile.threads.map { _ in [] } }
    let processes = ProcessNames(profile, origin: origin)
    let hasSeveral = Set(profile.threads.map(\.process)).count > 1
    return profile.threads.map { thread in
      var labels: [UInt8] = []
      func add(_ key: String, text: String? = nil, number: Int32 = 0) {
        var label: [UInt8] = []
        label.write(field: 1, number: strings.index(of: key))
        if let text { label.write(field: 2, number: strings.index(of: text)) }
        label.write(field: 3, number: Int64(number))
        labels.write(field: 3, message: label)
      }
      add("thread", text: UntrustedText(thread.name).escaped)
      add("thread id", number: thread.thread)
      add("pid", number: thread.process)
      if hasSeveral { add("process", text: processes.name(of: thread.process)) }
      return labels
    }
  }

  private func write(location index: Int, function: Int, line: Int, into bytes: inout [UInt8]) {
    var place: [UInt8] = []
    place.write(field: 1, number: Int64(function + 1))
    place.write(field: 2, number: Int64(line))
    var location: [UInt8] = []
    location.write(field: 1, number: Int64(index + 1))
    location.write(field: 2, number: 1)
    location.write(field: 4, message: place)
    bytes.write(field: 4, message: location)
  }

  private func write(function index: Int, into bytes: inout [UInt8], _ strings: inout PprofStrings) {
    let entry = functions.entries[index]
    var function: [UInt8] = []
    function.write(field: 1, number: Int64(index + 1))
    function.write(field: 2, number: strings.index(of: UntrustedText(entry.name).escaped))
    function.write(field: 4, number: strings.index(of: UntrustedText(entry.file).escaped))
    function.write(field: 5, number: Int64(entry.line))
    bytes.write(field: 5, message: function)
  }
}

package import ProfileModel

extension TimingSeries {
  /// The timings that `seriema time --json` or `tprof --json` saved.
  ///
  /// - Throws: When the text is neither.
  package init(json text: String) throws(TimingFileError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: text)
    } catch {
      throw .notJSON(offset: error.offset)
    }
    if document["format"]?.string == "seriema-timings" {
      try self.init(own: document)
    } else if document["format"] == nil, document["functions"]?.array != nil {
      try self.init(tprof: document)
    } else {
      throw .notTimings
    }
  }

  private init(own document: JSONValue) throws(TimingFileError) {
    guard let version = document["version"]?.int else { throw .malformed(member: "version") }
    guard version <= TimingJSON.formatVersion else {
      throw .newerVersion(version, known: TimingJSON.formatVersion)
    }
    guard let targets = document["targets"]?.array else { throw .malformed(member: "targets") }
    let calibration = document["calibration"]
    let applied = calibration?["applied_bias_ns"]?.double
    let bias = applied ?? calibration?["bias_ns_quartiles"]?.array?.dropFirst().first?.double
    // Files from before runs were repeated hold one, and do not tell when it was.
    let runs = document["runs"]?.array?.map { Run(start: $0["start_unix_s"]?.double, load: $0["load"]?.double) }
    self.init(
      conditions: Self.conditions(document, isRaw: calibration != .null && applied == nil), runs: runs ?? [Run()],
      functions: [])
    for target in targets {
      guard let request = target["target"]?.string, let named = target["functions"]?.array else {
        throw .malformed(member: "targets")
      }
      for value in named {
        let function = try Self.function(
          value, request: request, isOneOfSeveral: named.count > 1, bias: bias, runs: self.runs.count)
        functions.append(function)
      }
    }
  }

  private static func function(
    _ value: JSONValue, request: String, isOneOfSeveral: Bool, bias: Double?, runs: Int
  ) throws(TimingFileError) -> Function {
    guard let module = value["module"]?.string, let qualifiedName = value["qualname"]?.string,
      let count = value["calls"]?.int, count >= 0, let total = value["durations"]?["total_ns"]?.int
    else { throw .malformed(member: "functions") }
    let identity = identity(module: module, name: qualifiedName, label: value["label"]?.string ?? "")
    var calls = [Calls(count: count, total: Nanoseconds(Int64(total)))]
    if let each = value["runs"]?.array {
      calls = each.compactMap { run in
        guard let count = run["calls"]?.int, count >= 0, let total = run["total_ns"]?.int else { return nil }
        return Calls(count: count, total: Nanoseconds(Int64(total)), typical: run["typical_ns"]?.double)
      }
    }
    guard calls.count == runs else { throw .malformed(member: "runs") }
    return Function(
      name: name(target: request, isOneOfSeveral: isOneOfSeveral, identity: identity), identity: identity,
      calls: calls, timerShare: timerShare(bias: bias, median: value["durations"]?["median_ns"]?.double))
  }

  private static func conditions(_ document: JSONValue, isRaw: Bool) -> MeasuringConditions {
    let machine = document["machine"].map { machine in
      MachineIdentity(
        host: machine["host"]?.string ?? "", kernel: machine["kernel"]?.string ?? "",
        architecture: machine["architecture"]?.string ?? "", processor: machine["processor"]?.string ?? "",
        processorCount: machine["processors"]?.int ?? 0)
    }
    let revision = document["revision"]?["commit"]?.string.map { commit in
      MeasuringConditions.Revision(
        commit: commit, hasLocalChanges: document["revision"]?["local_changes"]?.bool ?? false)
    }
    return MeasuringConditions(
      machine: machine, pythonVersion: document["python"]?["version"]?.string,
      hasJIT: document["python"]?["jit"]?.bool ?? false, isRaw: isRaw,
      command: document["command"]?.array?.compactMap(\.string) ?? [], revision: revision)
  }

  /// One run, of which tprof tells nothing but the calls.
  ///
  /// Source: what tprof 1.5.0 writes with `--json`.
  private init(tprof document: JSONValue) throws(TimingFileError) {
    let version = document["version"]?.int ?? 0
    guard version <= 1 else { throw .newerVersion(version, known: 1) }
    self.init(conditions: MeasuringConditions(isRaw: true), runs: [Run()], functions: [])
    for value in document["functions"]?.array ?? [] {
      guard let name = value["name"]?.string, let count = value["calls"]?.int, count >= 0,
        let total = value["total_ns"]?.int
      else { throw .malformed(member: "functions") }
      functions.append(
        Function(name: name, identity: name, calls: [Calls(count: count, total: Nanoseconds(Int64(total)))]))
    }
  }
}

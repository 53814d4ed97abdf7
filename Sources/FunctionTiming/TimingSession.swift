package import CPythonInspection
import CTimingWire
import Glibc
internal import LinuxProcess
package import ProfileModel

/// The timing of one program: brings the agent in, and reads what it measured.
///
/// Prepare it, start the program with `launch`, and read at any time; or attach it to a process that runs. Results outlive
/// the program, however it ended.
package struct TimingSession: ~Copyable {
  package let targets: [TimingTarget]
  package let launch: TimingLaunch
  private let mainModules: Set<String>
  private let agent: MemoryFile?
  private let region: TimingRegion
  private let directory: BootstrapDirectory?
  /// Of a process that ran already.
  private let process: ProcessID?
  private var carrier: AgentCarrier?
  /// Of the same, where it can be asked.
  private var scripts: ScriptCarrier?
  private var scriptObstacle: ScriptObstacle?
  /// Where no program calls the functions.
  private let calling: CallingProgram?
  private let clock: UInt32
  private let start: seriema_timing_anchor
  private let options: TimingOptions
  /// Why there is no source for a pair.
  private var sourceProblems: [Int: String] = [:]

  /// - Parameters:
  ///   - pairings: Functions whose body is to run by turns with another one.
  ///   - mainModules: Names that a user may call the module by that runs as `__main__`: `app` for `path/app.py`; `pkg`
  ///     and `pkg.__main__` for `-m pkg`.
  ///   - pythonPath: `PYTHONPATH` as the program would see it; nil when it is not set.
  ///   - outerAgent: `SERIEMA_AGENT` as the program would see it: set where another Seriema times what runs here.
  ///   - temporaryDirectory: Where a private folder can be made: `TMPDIR`, or `/tmp`. Absolute.
  package init(
    targets: [TimingTarget], pairings: [PairRequest] = [], mainModules: Set<String>, pythonPath: String?,
    outerAgent: String? = nil, temporaryDirectory: String, options: TimingOptions = TimingOptions()
  ) throws(TimingError) {
    let clock = options.clock?.code ?? seriema_timing_best_clock()
    let region = try Self.filled(
      TimingRegion(clock: clock, flags: Self.flags(options)), targets: targets, mainModules: mainModules)
    try region.add(pairings)
    let agent = try MemoryFile(named: "seriema-agent")
    try agent.write(Base64.decode(EmbeddedAgent.library))
    let directory = try BootstrapDirectory(in: temporaryDirectory)
    let settings =
      "\(agent.descriptor),\(region.descriptor),\(pythonPath == nil ? 0 : 1),\(getpid()),0"
      + (outerAgent.map { ";\($0)" } ?? "")
    try directory.fill(bootstrap: Base64.decode(EmbeddedAgent.bootstrap), settings: settings)
    let paths = [directory.path, pythonPath ?? ""].filter { !$0.isEmpty }
    launch = TimingLaunch(
      environmentChanges: ["PYTHONPATH": paths.joined(separator: ":"), "SERIEMA_AGENT": settings],
      inheritedDescriptors: [agent.descriptor, region.descriptor])
    start = seriema_timing_anchor_now(clock)
    self.targets = targets
    self.options = options
    self.mainModules = mainModules
    self.clock = clock
    self.region = region
    self.agent = consume agent
    self.directory = consume directory
    process = nil
    scripts = nil
    scriptObstacle = nil
    calling = nil
  }

  /// Has functions called that no program calls; the agent comes when their times have settled.
  ///
  /// - Parameter pairings: Against the first target, those of all others; or against other sources, those of any.
  package init(
    calling request: CallRequest, targets: [TimingTarget], pairings: [PairRequest] = [],
    options: TimingOptions = TimingOptions()
  ) throws(TimingError) {
    let clock = options.clock?.code ?? seriema_timing_best_clock()
    let region = try Self.filled(
      TimingRegion(clock: clock, flags: Self.flags(options)), targets: targets, mainModules: [])
    try region.add(pairings)
    let program = try CallingProgram(request, targets: targets, pairings: pairings)
    launch = program.launch(results: region.descriptor)
    start = seriema_timing_anchor_now(clock)
    self.targets = targets
    self.options = options
    self.clock = clock
    self.region = region
    calling = consume program
    process = nil
    scripts = nil
    scriptObstacle = nil
    mainModules = []
    agent = nil
    directory = nil
  }

  /// Brings the agent into a process that runs already; what came of it is `status`.
  ///
  /// From 3.14 on the process is asked to take it in by itself, where it is allowed and its main thread runs; else a thread
  /// of it is stopped and borrowed.
  /// It leaves when `leave` is called, or some seconds after `stay` was called last.
  /// - Parameters:
  ///   - mainModules: Names that a user may call the module by that runs there as `__main__`.
  ///   - temporaryDirectory: Where a private folder can be made, absolute.
  package init(
    attachedTo runtime: PythonRuntime, targets: [TimingTarget], mainModules: Set<String>, temporaryDirectory: String,
    options: TimingOptions = TimingOptions()
  ) throws(AttachError) {
    let clock = options.clock?.code ?? seriema_timing_best_clock()
    start = seriema_timing_anchor_now(clock)
    func fill(_ region: consuming TimingRegion) throws(TimingError) -> TimingRegion {
      let region = try Self.filled(region, targets: targets, mainModules: mainModules)
      region.lease(until: Self.leaseEnd(clock))
      return region
    }
    var own: TimingRegion?
    var asked: ScriptCarrier?
    var obstacle: ScriptObstacle?
    do throws(ScriptObstacle) {
      asked = try ScriptCarrier(runtime, temporaryDirectory: temporaryDirectory)
      let region: TimingRegion
      do throws(TimingError) {
        region = try fill(TimingRegion(clock: clock, flags: Self.flags(options)))
      } catch {
        throw .file(error)
      }
      try asked?.come(results: region.descriptor)
      own = consume region
    } catch {
      obstacle = error
    }
    if let own = own.take() {
      region = own
      carrier = nil
    } else {
      var carrier = try AgentCarrier(runtime.process, insteadOfScript: obstacle)
      region = try carrier.come { (file) throws(TimingError) -> TimingRegion in
        try fill(TimingRegion(file, clock: clock, flags: Self.flags(options)))
      }
      self.carrier = carrier
    }
    // Also where it did not come: a script that was asked for may still be on its way.
    scripts = asked.take()
    scriptObstacle = obstacle
    process = runtime.process
    launch = TimingLaunch(environmentChanges: [:], inheritedDescriptors: [])
    self.targets = targets
    self.options = options
    self.mainModules = mainModules
    self.clock = clock
    agent = nil
    directory = nil
    calling = nil
  }

  private static func flags(_ options: TimingOptions) -> UInt32 {
    UInt32((options.isRaw ? SERIEMA_TIMING_RAW : 0) | (options.byThread ? SERIEMA_TIMING_APART : 0))
  }

  private static func filled(
    _ region: consuming TimingRegion, targets: [TimingTarget], mainModules: Set<String>
  ) throws(TimingError) -> TimingRegion {
    for target in targets {
      let isMain = if case .module(let name) = target.place { mainModules.contains(name) } else { false }
      guard region.add(target, isMainModule: isMain) else {
        throw .tooManyTargets(count: targets.count, limit: Int(SERIEMA_TIMING_TARGETS))
      }
    }
    return region
  }

  /// Some seconds from now, in ticks: 10 on the one clock, and as many at the least on any processor's counter.
  private static func leaseEnd(_ clock: UInt32) -> UInt64 {
    let ticks: UInt64 = clock == UInt32(SERIEMA_TIMING_CLOCK_TSC) ? 60_000_000_000 : 10_000_000_000
    return seriema_timing_now(clock) + ticks
  }

  /// Tells the agent that somebody is still there; to be called every second.
  package func stay() {
    region.lease(until: Self.leaseEnd(clock))
  }

  /// Keeps the agent from beginning, where it has not come so far, and leaves no file.
  package func giveUp() {
    region.cancel()
    scripts?.removeFiles()
  }

  /// Gives the agent the sources that it waits for; to be called every few milliseconds while it may ask.
  ///
  /// - Parameter source: The other source of the file at a path; throws why there is none.
  /// - Returns: Whether it may still ask.
  package mutating func giveSources(_ source: (_ path: String) throws(SourceProblem) -> [UInt8]) -> Bool {
    for (index, path) in region.wantedSources {
      do throws(SourceProblem) {
        if !region.give(try source(path), toPair: index) { sourceProblems[index] = "it is longer than 16 MB" }
      } catch {
        sourceProblems[index] = error.reason
      }
      region.answer(pair: index)
    }
    return region.mayAskForSources
  }

  /// Why there is no source.
  package struct SourceProblem: Error, Hashable, Sendable {
    package var reason: String

    package init(_ reason: String) {
      self.reason = reason
    }
  }

  /// Asks the agent to leave; `status` is `.left` when it has.
  ///
  /// Where no thread can be borrowed, its callbacks see that the lease is over.
  package mutating func leave() throws(AttachError) {
    defer { region.lease(until: 0) }
    guard let process else { return }
    var obstacle: ScriptObstacle?
    if carrier == nil {
      // The way that it came.
      do throws(ScriptObstacle) {
        try scripts?.go()
        return
      } catch {
        obstacle = error
        scriptObstacle = error
      }
    }
    if carrier == nil { carrier = try AgentCarrier(process, insteadOfScript: obstacle) }
    try carrier?.go()
  }

  /// What the process has felt of it.
  package var intrusion: TimingIntrusion {
    TimingIntrusion(
      held: Nanoseconds(seconds: Double(carrier?.heldNanoseconds ?? 0) / 1e9), stops: carrier?.stops ?? 0,
      obstacle: scriptObstacle)
  }

  /// How far the agent has come.
  package var status: AgentStatus {
    let facts = region.facts
    let python = PythonVersion(hexadecimal: facts.python_version)
    return switch facts.status {
    case UInt32(SERIEMA_TIMING_RUNNING): .running(python: python)
    case UInt32(SERIEMA_TIMING_FINISHED): .finished(python: python)
    case UInt32(SERIEMA_TIMING_REFUSED): .refused(refusal(facts.reason), python: python)
    case UInt32(SERIEMA_TIMING_TOO_OLD): .tooOld(python: python)
    case UInt32(SERIEMA_TIMING_LEFT): .left(python: python)
    default: .notStarted
    }
  }

  /// What came of the calls so far; nil where a program makes them.
  package var calls: CallsOutcome? {
    switch calling {
    case .some(let program): program.outcome
    case .none: nil
    }
  }

  /// What has been measured up to now.
  ///
  /// Calls that have not ended are in flight: read it at once when the program has ended, because they count as running
  /// until then.
  package func report() -> TimingReport {
    let span = TimingSpan(clock: clock, from: start, to: seriema_timing_anchor_now(clock), began: start.ticks)
    var report = region.report(over: span, isRaw: options.isRaw, byThread: options.byThread) { results($0) }
    report.warmUp = calls?.warmUp
    report.pairings = region.pairings(of: targets.map(\.request), span.scale, sourceProblems: sourceProblems)
    return report
  }

  private func results(_ functions: [TimingRegion.NamedFunction]) -> [TimingReport.TargetResult] {
    let near = NearNames(packed: region.seen)
    return targets.indices.map { index in
      let target = targets[index]
      let named = functions.filter { $0.targets.contains(index) && $0.timing.hasRun }.map(\.timing)
      return TimingReport.TargetResult(
        request: target.request, functions: target.isPattern ? Self.byTotal(named) : named,
        nearNames: named.isEmpty ? near.nearest(to: target, mainModules: mainModules) : [],
        finding: region.finding(ofTarget: index), isPattern: target.isPattern)
    }
  }

  private static func byTotal(_ functions: [FunctionTiming]) -> [FunctionTiming] {
    functions.sorted { ($1.durations.total, $0.function.firstLine) < ($0.durations.total, $1.function.firstLine) }
  }

  private func refusal(_ reason: UInt32) -> AgentRefusal {
    switch reason {
    case UInt32(SERIEMA_TIMING_REASON_TOOL_IDS_TAKEN):
      let holders = (0..<Int(SERIEMA_TIMING_TOOL_IDS)).map { ($0, region.holder(ofTool: $0)) }
      return .toolIDsTaken(holders: Dictionary(uniqueKeysWithValues: holders.filter { !$0.1.isEmpty }))
    case UInt32(SERIEMA_TIMING_REASON_FREE_THREADED): return .freeThreaded
    case UInt32(SERIEMA_TIMING_REASON_MUSL): return .musl
    case UInt32(SERIEMA_TIMING_REASON_BUSY): return .timedByAnother
    case UInt32(SERIEMA_TIMING_REASON_NOT_LOADED): return .notLoaded(detail: region.detail)
    case UInt32(SERIEMA_TIMING_REASON_NOT_STARTED): return .notStarted(detail: region.detail)
    default: return .unknown(reason: reason)
    }
  }
}

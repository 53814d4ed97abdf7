internal import CPythonInspection
import CTimingWire
import Glibc
package import LinuxProcess
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
  private var carrier: AgentCarrier?
  private let clock: UInt32
  private let start: seriema_timing_anchor
  private let options: TimingOptions

  /// - Parameters:
  ///   - mainModules: Names that a user may call the module by that runs as `__main__`: `app` for `path/app.py`; `pkg`
  ///     and `pkg.__main__` for `-m pkg`.
  ///   - pythonPath: `PYTHONPATH` as the program would see it; nil when it is not set.
  ///   - outerAgent: `SERIEMA_AGENT` as the program would see it: set where another Seriema times what runs here.
  ///   - temporaryDirectory: Where a private folder can be made: `TMPDIR`, or `/tmp`. Absolute.
  package init(
    targets: [TimingTarget], mainModules: Set<String>, pythonPath: String?, outerAgent: String? = nil,
    temporaryDirectory: String, options: TimingOptions = TimingOptions()
  ) throws(TimingError) {
    let clock = options.clock?.code ?? seriema_timing_best_clock()
    let region = try Self.filled(
      TimingRegion(clock: clock, flags: Self.flags(options)), targets: targets, mainModules: mainModules)
    let agent = try MemoryFile(named: "seriema-agent")
    try agent.write(Base64.decode(EmbeddedAgent.library))
    let directory = try BootstrapDirectory(in: temporaryDirectory)
    try directory.fill(bootstrap: Base64.decode(EmbeddedAgent.bootstrap))
    let paths = [directory.path, pythonPath ?? ""].filter { !$0.isEmpty }
    launch = TimingLaunch(
      environmentChanges: [
        "PYTHONPATH": paths.joined(separator: ":"),
        "SERIEMA_AGENT":
          "\(agent.descriptor),\(region.descriptor),\(pythonPath == nil ? 0 : 1),\(getpid()),0"
          + (outerAgent.map { ";\($0)" } ?? ""),
      ],
      inheritedDescriptors: [agent.descriptor, region.descriptor])
    start = seriema_timing_anchor_now(clock)
    self.targets = targets
    self.options = options
    self.mainModules = mainModules
    self.clock = clock
    self.region = region
    self.agent = consume agent
    self.directory = consume directory
  }

  /// Brings the agent into a process that runs already; what came of it is `status`.
  ///
  /// It leaves when `leave` is called, or some seconds after `stay` was called last.
  /// - Parameter mainModules: Names that a user may call the module by that runs there as `__main__`.
  package init(
    attachedTo process: ProcessID, targets: [TimingTarget], mainModules: Set<String>,
    options: TimingOptions = TimingOptions()
  ) throws(AttachError) {
    let clock = options.clock?.code ?? seriema_timing_best_clock()
    start = seriema_timing_anchor_now(clock)
    var carrier = try AgentCarrier(process)
    region = try carrier.come { (file) throws(TimingError) -> TimingRegion in
      let region = try Self.filled(
        TimingRegion(file, clock: clock, flags: Self.flags(options)), targets: targets, mainModules: mainModules)
      region.lease(until: Self.leaseEnd(clock))
      return region
    }
    self.carrier = carrier
    launch = TimingLaunch(environmentChanges: [:], inheritedDescriptors: [])
    self.targets = targets
    self.options = options
    self.mainModules = mainModules
    self.clock = clock
    agent = nil
    directory = nil
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

  /// Keeps the agent from beginning, where it has not come so far.
  package func giveUp() {
    region.cancel()
  }

  /// Asks the agent to leave; `status` is `.left` when it has.
  ///
  /// Where no thread can be borrowed, its callbacks see that the lease is over.
  package mutating func leave() throws(AttachError) {
    defer { region.lease(until: 0) }
    try carrier?.go()
  }

  /// How long a thread of the process was held for it, and how many stops it took to find a safe place.
  package var intrusion: (held: Nanoseconds, stops: Int) {
    (Nanoseconds(seconds: Double(carrier?.heldNanoseconds ?? 0) / 1e9), carrier?.stops ?? 0)
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

  /// What has been measured up to now.
  ///
  /// Calls that have not ended are in flight: read it at once when the program has ended, because they count as running
  /// until then.
  package func report() -> TimingReport {
    region.report(
      over: TimingSpan(clock: clock, from: start, to: seriema_timing_anchor_now(clock), began: start.ticks),
      isRaw: options.isRaw, byThread: options.byThread
    ) { results($0) }
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
    case UInt32(SERIEMA_TIMING_REASON_BUSY): return .timedByAnother
    case UInt32(SERIEMA_TIMING_REASON_NOT_LOADED): return .notLoaded(detail: region.detail)
    case UInt32(SERIEMA_TIMING_REASON_NOT_STARTED): return .notStarted(detail: region.detail)
    default: return .unknown(reason: reason)
    }
  }
}

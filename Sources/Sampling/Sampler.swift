package import CPythonInspection
package import LinuxProcess
package import ProfileModel
internal import Synchronization

/// Samples one process, or with it all that descend from it, until it ends, its time is up, or somebody says stop.
///
/// Runs on the thread that calls it, which does nothing else: a tracer and its stops belong to one OS thread.
package final class Sampler: Sendable {
  let process: ProcessID
  let options: SamplingOptions
  /// Our own child: its exit is collected by whoever started it.
  let isChild: Bool
  /// Told of everything as it is sampled.
  let sink: (any ProfileEventSink)?
  private let stopRequested = Atomic<Bool>(false)
  /// Wakes us for that.
  let end: EndSignal
  private let latestLedger = Mutex<Ledger?>(nil)
  private let ledgerToldAt = Atomic<UInt64>(0)

  /// - Throws: `.system` when the kernel has no pipe left.
  package init(
    _ process: ProcessID, isChild: Bool, options: SamplingOptions, recordingTo sink: (any ProfileEventSink)? = nil
  ) throws(ProcessError) {
    end = try EndSignal()
    self.process = process
    self.isChild = isChild
    self.options = options
    self.sink = sink
  }

  /// Ends the sampling at once, even between two ticks; from any thread.
  package func requestStop() {
    stopRequested.store(true, ordering: .relaxed)
    end.give()
  }

  /// The latest that is told of the sampling so far; from any thread.
  package var ledger: Ledger? { latestLedger.withLock { $0 } }

  /// Tells the account so far, if that is wanted and was not done of late.
  func tell(at now: UInt64, _ account: () -> Ledger) {
    guard options.tellsLedger || sink != nil else { return }
    let pause = options.tellsLedger ? Self.ledgerPauseNanoseconds : Self.recordedLedgerPauseNanoseconds
    guard now &- ledgerToldAt.load(ordering: .relaxed) >= pause else { return }
    ledgerToldAt.store(now, ordering: .relaxed)
    let ledger = account()
    sink?.record(.ledger(ledger))
    if options.tellsLedger { latestLedger.withLock { $0 = ledger } }
  }

  private static let ledgerPauseNanoseconds: UInt64 = 50_000_000
  private static let recordedLedgerPauseNanoseconds: UInt64 = 1_000_000_000

  var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

  /// Samples, beginning with a runtime that is known, or as soon as the process has one.
  ///
  /// - Parameter found: Told of every other runtime that is sampled.
  package func run(
    _ known: PythonRuntime? = nil, found: (PythonRuntime) -> Void = { _ in }
  ) -> Result<Profile, NeverReadable> {
    MonotonicClock.sharpenSleep()
    // Files of each thread and process stay open. The program that we started was forked before.
    if options.mode == .cpu || options.followsChildren { OpenFileLimit.raise() }
    if options.followsChildren { return runTree(found: found) }
    let started = MonotonicClock.nowNanoseconds
    var last: InspectionError?
    guard let runtime = known ?? waitForRuntime(until: deadline(from: started), &last) else {
      return .failure(NeverReadable(last: last))
    }
    if known == nil { found(runtime) }
    let begun = MonotonicClock.nowNanoseconds
    let builder = ProfileBuilder(options.detail, recordingTo: sink)
    builder.record(.runtime(pythonVersion: runtime.version.description, sampledTime: options.mode.sampledTime))
    var clock = SamplingClock(rate: options.rate, until: end)
    var sampler = ProcessSampler(
      runtime, isChild: isChild, options: options, builder: builder, schedule: clock.schedule)
    var current = runtime
    sampling: while !isStopRequested,
      clock.canContinue(until: deadline(from: begun), hasPendingStops: sampler.hasPendingStops)
    {
      guard clock.isDue else {
        sampler.finishPendingStops()
        continue
      }
      if !current.isStarted, !sampler.hasSeenThreads, let better = betterRuntime(than: current, at: sampler.tickCount) {
        current = better
        sampler.continue(with: better)
      }
      let now = MonotonicClock.nowNanoseconds
      switch sampler.tick(of: clock.schedule) {
      case .taken: clock.advance(at: now)
      case .yielded: clock.advance(at: now, isYielded: true)
      case .gone: break sampling
      case .replaced:
        // exec: another program in the same process, perhaps another Python.
        let next = waitForRuntime(until: deadline(from: begun), &last) { sampler.finishPendingStops() }
        guard let next else { break sampling }
        found(next)
        current = next
        sampler.continue(with: next)
      }
      tell(at: now) {
        var ledger = Ledger()
        sampler.enter(into: &ledger)
        clock.enter(into: &ledger)
        return ledger
      }
    }
    var ledger = Ledger()
    var stops: [PendingStop] = []
    sampler.finish(into: &ledger, leaving: &stops)
    stops.letGo(withinNanoseconds: Self.lastStopsNanoseconds)
    clock.enter(into: &ledger)
    var profile = builder.profile(ledger: ledger, version: current.version.description)
    profile.sampledTime = options.mode.sampledTime
    sink?.recordEnd(of: profile)
    return .success(profile)
  }

  /// Another CPython that was started while nothing began in the one that was mapped first: a library may be loaded twice.
  private func betterRuntime(than current: PythonRuntime, at tick: Int) -> PythonRuntime? {
    guard tick % Self.ticksBetweenLooks == 0, let started = try? PythonRuntime(of: process) else { return nil }
    return started.address == current.address ? nil : started
  }

  private static let ticksBetweenLooks = 16
  /// A thread that was asked to stop does so when it next has a processor.
  static let lastStopsNanoseconds: UInt64 = 50_000_000

  /// When the time is up that there is for sampling.
  func deadline(from start: UInt64) -> UInt64 {
    options.duration.map { start &+ UInt64(max(0, $0.rawValue)) } ?? .max
  }

  /// Looks until the process has a CPython that is readable, has ended, or time is up.
  ///
  /// - Parameter meanwhile: Called again and again.
  private func waitForRuntime(
    until deadline: UInt64, _ last: inout InspectionError?, meanwhile: () -> Void = {}
  ) -> PythonRuntime? {
    var pauseNanoseconds = Self.firstPauseNanoseconds
    var executable: FileIdentity?
    var nextLookAt: UInt64 = 0
    while !isStopRequested, MonotonicClock.nowNanoseconds < deadline {
      let now = MonotonicClock.nowNanoseconds
      // A shell may take its time before it becomes Python, and to look at what it runs is dear.
      if let current = FileIdentity.executable(of: process), current != executable {
        executable = current
        pauseNanoseconds = Self.firstPauseNanoseconds
        nextLookAt = now
      }
      if now >= nextLookAt {
        do throws(InspectionError) {
          return try PythonRuntime(of: process, mayBeUnstarted: true, needsGIL: options.mode == .gil)
        } catch {
          if ProcessStatus.hasEnded(process) { return nil }
          if error.saysWhy || last?.saysWhy != true { last = error }
        }
        nextLookAt = now &+ pauseNanoseconds
        pauseNanoseconds = min(pauseNanoseconds * 21 / 20, Self.longestPauseNanoseconds)
      }
      meanwhile()
      _ = end.wait(untilNanoseconds: now &+ min(pauseNanoseconds, Self.executableNanoseconds))
    }
    return nil
  }

  /// Between looks at a process that has begun, at one that has run for long, and at what it executes.
  private static let firstPauseNanoseconds: UInt64 = 400_000
  private static let longestPauseNanoseconds: UInt64 = 50_000_000
  private static let executableNanoseconds: UInt64 = 2_000_000
}

package import CPythonInspection
package import LinuxProcess
package import ProfileModel
internal import Synchronization

/// Samples one process until it ends, its time is up, or somebody says stop.
///
/// Runs on the thread that calls it, which does nothing else: a tracer and its stops belong to one OS thread.
package final class Sampler: Sendable {
  private let process: ProcessID
  private let options: SamplingOptions
  /// Our own child: its exit is collected by whoever started it.
  private let isChild: Bool
  private let stopRequested = Atomic<Bool>(false)

  package init(_ process: ProcessID, isChild: Bool, options: SamplingOptions) {
    self.process = process
    self.isChild = isChild
    self.options = options
  }

  /// Ends the sampling soon; from any thread.
  package func requestStop() {
    stopRequested.store(true, ordering: .relaxed)
  }

  private var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

  /// Samples, beginning with a runtime that is known, or as soon as the process has one.
  ///
  /// - Parameter found: Told of every other runtime that is sampled.
  package func run(
    _ known: PythonRuntime? = nil, found: (PythonRuntime) -> Void = { _ in }
  ) -> Result<Profile, NeverReadable> {
    MonotonicClock.sharpenSleep()
    let started = MonotonicClock.nowNanoseconds
    var last: InspectionError?
    guard let runtime = known ?? waitForRuntime(until: deadline(from: started), &last) else {
      return .failure(NeverReadable(last: last))
    }
    if known == nil { found(runtime) }
    var loop = SamplingLoop(runtime, isChild: isChild, options: options)
    let begun = MonotonicClock.nowNanoseconds
    var current = runtime
    while !isStopRequested, loop.canContinue(until: deadline(from: begun)) {
      if !current.isStarted, !loop.hasSeenThreads, let better = betterRuntime(than: current, at: loop.tickCount) {
        current = better
        loop.continue(with: better)
      }
      switch loop.tick() {
      case .taken: continue
      case .gone: return .success(loop.finish())
      case .replaced:
        // exec: another program in the same process, perhaps another Python.
        guard let next = waitForRuntime(until: deadline(from: begun), &last) else { return .success(loop.finish()) }
        found(next)
        current = next
        loop.continue(with: next)
      }
    }
    return .success(loop.finish())
  }

  /// Another CPython that was started while nothing began in the one that was mapped first: a library may be loaded twice.
  private func betterRuntime(than current: PythonRuntime, at tick: Int) -> PythonRuntime? {
    guard tick % Self.ticksBetweenLooks == 0, let started = try? PythonRuntime(of: process) else { return nil }
    return started.address == current.address ? nil : started
  }

  private static let ticksBetweenLooks = 16

  private func deadline(from start: UInt64) -> UInt64 {
    options.duration.map { start &+ UInt64(max(0, $0.rawValue)) } ?? .max
  }

  /// Looks until the process has a CPython that is readable, has ended, or time is up.
  private func waitForRuntime(until deadline: UInt64, _ last: inout InspectionError?) -> PythonRuntime? {
    var pauseNanoseconds: UInt64 = 200_000
    while !isStopRequested, MonotonicClock.nowNanoseconds < deadline {
      do throws(InspectionError) {
        return try PythonRuntime(of: process, mayBeUnstarted: true)
      } catch {
        if ProcessStatus.hasEnded(process) { return nil }
        if error.saysWhy || last?.saysWhy != true { last = error }
      }
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + pauseNanoseconds)
      // A shell may take its time before it starts Python.
      pauseNanoseconds = min(pauseNanoseconds * 21 / 20, 2_000_000)
    }
    return nil
  }
}

internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel
internal import Sampling
internal import Synchronization

extension Sampler {
  /// One that can be told to end.
  ///
  /// - Throws: When the kernel has nothing left for that.
  static func prepared(
    _ process: ProcessID, isChild: Bool, options: SamplingOptions, recordingTo sink: (any ProfileEventSink)?
  ) throws(Explanation) -> Sampler {
    do throws(ProcessError) {
      return try Sampler(process, isChild: isChild, options: options, recordingTo: sink)
    } catch {
      throw Explanation(error)
    }
  }
}

/// Samples on a thread of its own and reports when the sampling has ended.
struct SamplingThread: ~Copyable {
  private let sampler: Sampler
  private let thread: OSThread
  private let result: SamplingResult

  /// What came of it, for the thread that waits.
  final class SamplingResult: Sendable {
    fileprivate let value = Mutex<Outcome>(.running)
  }

  /// What the sampling itself came to.
  private final class Sampled: Sendable {
    let value = Mutex<(result: Result<Profile, NeverReadable>, warning: Explanation?)?>(nil)

    var hasEnded: Bool { value.withLock { $0 != nil } }
  }

  enum Outcome {
    case running
    case reported
    /// Nothing was sampled.
    case neverReadable(NeverReadable)
    case failed(Explanation)
  }

  init(
    _ sampler: Sampler, from runtime: PythonRuntime? = nil, output: ProfileOutput, showsStatistics: Bool = false
  ) throws(Explanation) {
    let result = SamplingResult()
    self.sampler = sampler
    self.result = result
    do throws(ProcessError) {
      thread = try OSThread {
        let outcome = Self.sampleAndReport(sampler, from: runtime, output, showsStatistics: showsStatistics)
        result.value.withLock { $0 = outcome }
      }
    } catch {
      throw Explanation(error)
    }
  }

  private static func sampleAndReport(
    _ sampler: Sampler, from runtime: PythonRuntime?, _ output: ProfileOutput, showsStatistics: Bool
  ) -> Outcome {
    do throws(Explanation) {
      guard let sampled = try sample(sampler, from: runtime, showsStatistics: showsStatistics) else { return .running }
      switch sampled.result {
      case .success(let profile):
        // Beside the report, not in the midst of what the program says.
        if let warning = sampled.warning { StandardError().warn(warning) }
        try output.write(profile)
        return .reported
      case .failure(let error):
        output.abandon()
        return .neverReadable(error)
      }
    } catch {
      return .failed(error)
    }
  }

  /// Samples on a thread that ends with it: should a stop still be on its way then, the kernel takes it back, and the
  /// program does not stand still for as long as the report takes.
  private static func sample(
    _ sampler: Sampler, from runtime: PythonRuntime?, showsStatistics: Bool
  ) throws(Explanation) -> (result: Result<Profile, NeverReadable>, warning: Explanation?)? {
    let sampled = Sampled()
    do throws(ProcessError) {
      let thread = try OSThread {
        var warning: Explanation?
        let result = sampler.run(runtime, found: { warning = Explanation(guessOf: $0) ?? warning })
        sampled.value.withLock { $0 = (result, warning) }
      }
      if showsStatistics {
        var statistics = RealtimeStatistics()
        while !sampled.hasEnded { statistics.show(sampler.ledger) }
        statistics.end()
      }
      thread.join()
    } catch {
      throw Explanation(error)
    }
    return sampled.value.withLock { $0 }
  }

  /// Ends the sampling soon.
  func requestStop() {
    sampler.requestStop()
  }

  var hasEnded: Bool {
    result.value.withLock { outcome in
      if case .running = outcome { return false }
      return true
    }
  }

  /// Waits for the report.
  consuming func join() -> Outcome {
    let result = result
    thread.join()
    return result.value.withLock { $0 }
  }
}

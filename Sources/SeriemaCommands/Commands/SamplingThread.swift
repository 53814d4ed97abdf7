internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel
internal import Sampling
internal import Synchronization

/// Samples on a thread of its own and reports when the sampling has ended.
struct SamplingThread: ~Copyable {
  private let sampler: Sampler
  private let thread: OSThread
  private let result: SamplingResult

  /// What came of it, for the thread that waits.
  final class SamplingResult: Sendable {
    fileprivate let value = Mutex<Outcome>(.running)
  }

  enum Outcome {
    case running
    case reported
    /// Nothing was sampled.
    case neverReadable(NeverReadable)
    case failed(Explanation)
  }

  init(
    _ sampler: Sampler, from runtime: PythonRuntime? = nil, output: ProfileOutput
  ) throws(Explanation) {
    let result = SamplingResult()
    self.sampler = sampler
    self.result = result
    do throws(ProcessError) {
      thread = try OSThread {
        let outcome: Outcome
        var warning: Explanation?
        switch sampler.run(runtime, found: { warning = Explanation(guessOf: $0) ?? warning }) {
        case .success(let profile):
          // Beside the report, not in the midst of what the program says.
          if let warning { StandardError().warn(warning) }
          do throws(Explanation) {
            try output.write(profile)
            outcome = .reported
          } catch {
            outcome = .failed(error)
          }
        case .failure(let error):
          outcome = .neverReadable(error)
        }
        result.value.withLock { $0 = outcome }
      }
    } catch {
      throw Explanation(error)
    }
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

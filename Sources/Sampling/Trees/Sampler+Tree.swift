internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

extension Sampler {
  /// Samples the process and all that descend from it, until it ends, time is up, or somebody says stop.
  func runTree(found: (PythonRuntime) -> Void) -> Result<Profile, NeverReadable> {
    let news = TreeNews()
    let (root, isChild, needsGIL) = (process, isChild, options.mode == .gil)
    let thread: OSThread
    do throws(ProcessError) {
      thread = try OSThread {
        var follower = TreeFollower(root: root, adopts: isChild, needsGIL: needsGIL, news: news)
        follower.run()
      }
    } catch {
      return .failure(NeverReadable(last: .process(error)))
    }
    let sampled = sampleTree(news, found: found)
    news.close()
    thread.join()
    let conclusion = news.conclusion
    guard var profile = sampled else {
      return .failure(NeverReadable(last: conclusion.lastError, processes: conclusion.processes))
    }
    profile.processes = conclusion.processes
    sink?.recordEnd(of: profile)
    return .success(profile)
  }

  /// - Returns: nil when there was no Python.
  private func sampleTree(_ news: TreeNews, found: (PythonRuntime) -> Void) -> Profile? {
    guard let first = waitForFirst(news) else { return nil }
    let deadline = deadline(from: MonotonicClock.nowNanoseconds)
    var sampling = TreeSampling(
      root: process, isChild: isChild, options: options, news: news, until: end, recordingTo: sink)
    for runtime in first {
      found(runtime)
      sampling.add(runtime)
    }
    while !isStopRequested, sampling.canContinue(until: deadline) {
      for runtime in news.takeFound() {
        found(runtime)
        sampling.add(runtime)
      }
      sampling.tick()
      tell(at: MonotonicClock.nowNanoseconds) { sampling.account }
    }
    return sampling.finish()
  }

  private static let pauseNanoseconds: UInt64 = 500_000

  /// Waits until something in the tree is Python.
  private func waitForFirst(_ news: TreeNews) -> [PythonRuntime]? {
    let deadline = deadline(from: MonotonicClock.nowNanoseconds)
    while !isStopRequested, MonotonicClock.nowNanoseconds < deadline {
      let found = news.takeFound()
      if !found.isEmpty { return found }
      if news.hasRootEnded { return nil }
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + Self.pauseNanoseconds)
    }
    return nil
  }
}

internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel
internal import Synchronization

/// What the thread that follows a tree and the one that samples it tell each other.
final class TreeNews: Sendable {
  private struct Contents {
    var found: [PythonRuntime] = []
    var replaced: [ProcessID] = []
    var processes: [SampledProcess] = []
    var lastError: InspectionError?
  }

  private let contents = Mutex(Contents())
  private let hasFound = Atomic<Bool>(false)
  private let isRootGone = Atomic<Bool>(false)
  private let isClosed = Atomic<Bool>(false)

  // MARK: From the one that follows

  func post(_ runtime: PythonRuntime) {
    contents.withLock { $0.found.append(runtime) }
    hasFound.store(true, ordering: .releasing)
  }

  func postRootGone() {
    isRootGone.store(true, ordering: .relaxed)
  }

  /// The last word.
  func post(_ processes: [SampledProcess], lastError: InspectionError?) {
    contents.withLock {
      $0.processes = processes
      $0.lastError = lastError
    }
  }

  /// Processes whose memory is another program's now.
  func takeReplaced() -> [ProcessID] {
    contents.withLock { contents in
      defer { contents.replaced.removeAll() }
      return contents.replaced
    }
  }

  var isOver: Bool { isClosed.load(ordering: .relaxed) }

  // MARK: From the one that samples

  /// CPythons that have been found since the last call; costs nothing when there are none.
  func takeFound() -> [PythonRuntime] {
    guard hasFound.exchange(false, ordering: .acquiring) else { return [] }
    return contents.withLock { contents in
      defer { contents.found.removeAll() }
      return contents.found
    }
  }

  var hasRootEnded: Bool { isRootGone.load(ordering: .relaxed) }

  func post(replaced process: ProcessID) {
    contents.withLock { $0.replaced.append(process) }
  }

  /// Nothing is sampled any more.
  func close() {
    isClosed.store(true, ordering: .relaxed)
  }

  /// What was followed, and why what was not readable last was not.
  var conclusion: (processes: [SampledProcess], lastError: InspectionError?) {
    contents.withLock { ($0.processes, $0.lastError) }
  }
}

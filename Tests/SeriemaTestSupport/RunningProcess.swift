package import Foundation
import Synchronization

/// A started process whose output is collected as it comes; killed when it is let go before its end.
package final class RunningProcess {
  private let child: SpawnedChild
  private let ending = Ending()
  private let output: CollectedOutput
  private let error: CollectedOutput
  private let started = ContinuousClock.now

  /// How and when it ended, told by the thread that waits for it.
  private final class Ending: Sendable {
    let semaphore = DispatchSemaphore(value: 0)
    let status = Mutex<(status: ProcessOutcome.Status, at: ContinuousClock.Instant)?>(nil)
  }

  /// - Parameters:
  ///   - changes: Laid over this process's environment; nil removes a variable.
  ///   - input: What it reads on standard input; nothing when nil.
  package init(
    _ executable: URL, _ arguments: [String], environment changes: [String: String?] = [:], input: Data? = nil,
    directory: URL? = nil
  ) throws {
    output = try CollectedOutput()
    error = try CollectedOutput()
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "input")
    try (input ?? Data()).write(to: file)
    // It lives on without its name.
    let reader = try FileHandle(forReadingFrom: file)
    child = try SpawnedChild(
      executable, arguments,
      environment: changes.reduce(into: ProcessInfo.processInfo.environment) { $0[$1.key] = $1.value },
      directory: directory, descriptors: [reader.fileDescriptor, output.writingEnd, error.writingEnd])
    output.collect()
    error.collect()
    Thread.detachNewThread { [child, ending] in
      let status = child.wait()
      ending.status.withLock { $0 = (status, ContinuousClock.now) }
      ending.semaphore.signal()
    }
  }

  deinit {
    if ending.status.withLock({ $0 == nil }) { send(SIGKILL) }
  }

  package var id: Int32 { child.id }

  package func send(_ signal: Int32) {
    kill(id, signal)
  }

  /// What it has written to standard output so far.
  package var outputSoFar: String { String(decoding: output.bytes, as: UTF8.self) }

  /// Waits until standard output has the text.
  ///
  /// - Throws: `ProcessFailure` when it ends, or time is up, without having said it.
  package func waitForOutput(_ text: String, within limit: TimeInterval = 30) throws {
    guard output.waitFor(Data(text.utf8), within: limit) else {
      throw ProcessFailure(what: "did not say \(text)", output: output.bytes, error: error.bytes)
    }
  }

  /// Waits for its end; to be called once.
  ///
  /// - Throws: `ProcessFailure` when time is up; the process is killed then.
  package func finish(within limit: TimeInterval = 60) throws -> ProcessOutcome {
    guard ending.semaphore.wait(timeout: .now() + limit) == .success, let end = ending.status.withLock({ $0 }) else {
      send(SIGKILL)
      throw ProcessFailure(what: "did not end in \(limit) s", output: output.bytes, error: error.bytes)
    }
    return ProcessOutcome(
      status: end.status, output: output.finish(), error: String(decoding: error.finish(), as: UTF8.self),
      elapsed: end.at - started)
  }
}

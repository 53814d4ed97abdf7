package import Foundation

/// A started process whose output is collected as it comes; killed when it is let go before its end.
package final class RunningProcess {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let output = CollectedOutput()
  private let error = CollectedOutput()
  private let started = ContinuousClock.now
  private let inputFile: TemporaryFolder?

  /// - Parameters:
  ///   - changes: Laid over this process's environment; nil removes a variable.
  ///   - input: What it reads on standard input; nothing when nil.
  package init(
    _ executable: URL, _ arguments: [String], environment changes: [String: String?] = [:], input: Data? = nil,
    directory: URL? = nil
  ) throws {
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = changes.reduce(into: ProcessInfo.processInfo.environment) { $0[$1.key] = $1.value }
    if let input {
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "input")
      try input.write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
      inputFile = folder
    } else {
      process.standardInput = FileHandle.nullDevice
      inputFile = nil
    }
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    process.standardOutput = output.pipe
    process.standardError = error.pipe
    try process.run()
    output.collect()
    error.collect()
  }

  deinit {
    if process.isRunning { kill(id, SIGKILL) }
  }

  package var id: Int32 { process.processIdentifier }

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

  /// Waits for its end.
  ///
  /// - Throws: `ProcessFailure` when time is up; the process is killed then.
  package func finish(within limit: TimeInterval = 60) throws -> ProcessOutcome {
    guard ended.wait(timeout: .now() + limit) == .success else {
      kill(id, SIGKILL)
      throw ProcessFailure(what: "did not end in \(limit) s", output: output.bytes, error: error.bytes)
    }
    let elapsed = ContinuousClock.now - started
    let status = process.terminationStatus
    return ProcessOutcome(
      status: process.terminationReason == .exit ? .exited(status) : .signalled(status), output: output.finish(),
      error: String(decoding: error.finish(), as: UTF8.self), elapsed: elapsed)
  }
}

/// A process that did not do what a test needs of it.
package struct ProcessFailure: Error, CustomStringConvertible {
  let what: String
  let output: Data
  let error: Data

  package var description: String {
    """
    the process \(what)
    stdout: \(String(decoding: output.suffix(2000), as: UTF8.self))
    stderr: \(String(decoding: error.suffix(2000), as: UTF8.self))
    """
  }
}

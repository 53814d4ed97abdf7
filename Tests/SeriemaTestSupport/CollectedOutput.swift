import Foundation

/// The bytes of a pipe, read by a thread of its own so that the writer never waits.
final class CollectedOutput: Sendable {
  /// For the child; closed here by `collect`.
  let writingEnd: Int32
  private let readingEnd: Int32
  private let condition = NSCondition()
  // Only touched while the condition is held.
  nonisolated(unsafe) private var collected = Data()
  nonisolated(unsafe) private var isClosed = false

  init() throws {
    (readingEnd, writingEnd) = try CloseOnExec.pipe()
  }

  /// Begins to read; to be called once, when the child has its end of the pipe.
  func collect() {
    close(writingEnd)
    Thread.detachNewThread { [self] in
      let reader = FileHandle(fileDescriptor: readingEnd, closeOnDealloc: true)
      while true {
        let bytes = reader.availableData
        condition.withLock {
          unsafe collected.append(bytes)
          unsafe isClosed = bytes.isEmpty
          condition.broadcast()
        }
        if bytes.isEmpty { return }
      }
    }
  }

  var bytes: Data { condition.withLock { unsafe collected } }

  /// - Returns: Whether the text came before the pipe was closed and time was up.
  func waitFor(_ text: Data, within limit: TimeInterval) -> Bool {
    let deadline = Date(timeIntervalSinceNow: limit)
    return condition.withLock {
      while unsafe collected.range(of: text) == nil {
        if unsafe isClosed || !condition.wait(until: deadline) { return false }
      }
      return true
    }
  }

  /// Everything, once the pipe is closed; a grandchild that holds it open is not waited for.
  func finish() -> Data {
    let deadline = Date(timeIntervalSinceNow: 2)
    return condition.withLock {
      while unsafe !isClosed, condition.wait(until: deadline) {}
      return unsafe collected
    }
  }
}

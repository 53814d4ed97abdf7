import Foundation

/// The bytes of a pipe, read by a thread of its own so that the writer never waits.
final class CollectedOutput: @unchecked Sendable {
  // Everything below the pipe is only touched while the condition is held.
  let pipe = Pipe()
  private let condition = NSCondition()
  private var collected = Data()
  private var isClosed = false

  /// Begins to read; to be called once the child has its end of the pipe.
  func collect() {
    let reader = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      while true {
        let bytes = reader.availableData
        condition.withLock {
          collected.append(bytes)
          isClosed = bytes.isEmpty
          condition.broadcast()
        }
        if bytes.isEmpty { return }
      }
    }
  }

  var bytes: Data { condition.withLock { collected } }

  /// - Returns: Whether the text came before the pipe was closed and time was up.
  func waitFor(_ text: Data, within limit: TimeInterval) -> Bool {
    let deadline = Date(timeIntervalSinceNow: limit)
    return condition.withLock {
      while collected.range(of: text) == nil {
        if isClosed || !condition.wait(until: deadline) { return false }
      }
      return true
    }
  }

  /// Everything, once the pipe is closed; a grandchild that holds it open is not waited for.
  func finish() -> Data {
    let deadline = Date(timeIntervalSinceNow: 2)
    return condition.withLock {
      while !isClosed, condition.wait(until: deadline) {}
      return collected
    }
  }
}

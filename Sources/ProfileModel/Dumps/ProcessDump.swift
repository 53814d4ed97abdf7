/// Every thread's stack at one moment, with what else can be said of each.
package struct ProcessDump: Hashable, Sendable {
  package var process: Int32
  /// The program's command line; empty where it cannot be read.
  package var command: [String]
  /// Such as `3.13.1`.
  package var pythonVersion: String
  /// The main thread first, then in the order in which they were started.
  package var threads: [ThreadDump]
  /// Threads that were stopped to be read, and how long they stood still in all.
  package var stoppedThreads: Int
  package var stoppedTime: Nanoseconds

  package init(
    process: Int32, command: [String], pythonVersion: String, threads: [ThreadDump], stoppedThreads: Int = 0,
    stoppedTime: Nanoseconds = .zero
  ) {
    self.process = process
    self.command = command
    self.pythonVersion = pythonVersion
    self.threads = threads
    self.stoppedThreads = stoppedThreads
    self.stoppedTime = stoppedTime
  }
}

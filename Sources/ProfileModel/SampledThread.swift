/// A thread that samples were taken of.
package struct SampledThread: Hashable, Sendable {
  package var process: Int32
  /// The kernel's thread id, as seen from the profiler's PID namespace.
  package var thread: Int32
  /// Python's own name (`threading.Thread.name`), else the kernel's (`/proc/PID/task/TID/comm`).
  package var name: String
  /// The host that it ran on, where recordings of several may be together; empty: the only one.
  package var host: String

  package init(process: Int32, thread: Int32, name: String, host: String = "") {
    self.process = process
    self.thread = thread
    self.name = name
    self.host = host
  }

  /// Whether it is the thread that the process began with.
  package var isMain: Bool { process == thread }
}

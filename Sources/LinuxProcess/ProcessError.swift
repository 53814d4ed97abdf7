/// Why something could not be learned from, or done to, a process.
package enum ProcessError: Error, Hashable, Sendable {
  case noSuchProcess(ProcessID)
  /// The id is that of a thread, of the process given second.
  case thread(ProcessID, of: ProcessID)
  /// It has ended; its parent has not collected it yet.
  case zombie(ProcessID)
  case notPermitted(AccessFacts)
  /// It ended while we were at it.
  case exited(ProcessID)
  /// A range of its memory that is not mapped, or no longer.
  case unreadable(RemoteAddress)
  case system(call: String, errno: Int32)
}

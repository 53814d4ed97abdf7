/// Our ids for the threads of a process that lives in a PID namespace of its own, and knows them by others.
///
/// Source: `NSpid` of `/proc/PID/task/TID/status`, proc(5).
package struct NamespaceThreads: Sendable {
  private let process: ProcessID
  private let isNested: Bool
  /// By the id that the process sees.
  private var known: [Int32: Int32] = [:]

  package init(of process: ProcessID) {
    self.process = process
    isNested = ((try? ProcessStatus(of: process))?.namespaceIDs.count ?? 0) > 1
  }

  /// Our ids of all threads of the process that are of interest now.
  ///
  /// - Parameter seen: The ids that `gettid` gives in the process.
  /// - Returns: In the same order; 0 for a thread that is gone.
  package mutating func ownIDs(of seen: [Int32]) -> [Int32] {
    guard isNested else { return seen }
    // A thread that is gone must not lend its number to one that gets the same id later.
    let wanted = Set(seen)
    known = known.filter { wanted.contains($0.key) }
    if known.count < wanted.count { findNew() }
    return seen.map { known[$0] ?? 0 }
  }

  private mutating func findNew() {
    let settled = Set(known.values)
    for id in ThreadNumbers.own(of: process) where !settled.contains(id) {
      if let seen = ThreadNumbers.seen(id, in: process) { known[seen] = id }
    }
  }
}

internal import CLinux
internal import Glibc

/// The processes that descend from one, found within a look of their beginning, without touching them.
package struct ProcessTree: ~Copyable {
  private var members: Set<Int32>
  /// Orphans of the tree become our own children, so those are of the tree as well.
  private let adopting: Int32?
  private var newIDs = NewProcessIDs()
  /// Ids that were given and were not in `/proc` yet, and how often they are still looked for.
  private var unborn: [(id: Int32, looks: Int)] = []
  private var buffer = [UInt8](repeating: 0, count: 512)
  /// When the whole of `/proc` is looked at next, whatever the kernel says has begun.
  private var completeLookAt: UInt64 = 0

  private static let unbornLooks = 3
  private static let completeLookNanoseconds: UInt64 = 1_000_000_000

  /// A process of the tree that was not known before.
  package struct Newcomer: Hashable, Sendable {
    package var process: ProcessID
    package var parent: ProcessID
  }

  /// To be made on a thread that has just begun.
  ///
  /// - Parameter adopts: `adoptOrphans` was called, and this process has no other children than the tree's.
  package init(root: ProcessID, adopts: Bool) {
    members = [root.rawValue]
    adopting = adopts ? getpid() : nil
  }

  /// Makes this process the parent of the processes in its tree that lose theirs.
  package static func adoptOrphans() {
    // Fails on no kernel since 3.4; without it orphans are lost from sight.
    _ = seriema_adopt_orphans(1)
  }

  /// Leaves those that lose their parents from now on to the system: nobody here collects them any more.
  package static func leaveOrphans() {
    _ = seriema_adopt_orphans(0)
  }

  /// Collects adopted processes that have ended.
  ///
  /// - Parameter kept: A child whose end somebody else waits for.
  package static func collectOrphans(except kept: ProcessID) {
    seriema_collect_orphans(kept.rawValue)
  }

  /// Whether a look costs one read of a file while nothing begins.
  package var isCheap: Bool { newIDs.isCheap }

  /// The descendants that are there already, parents first.
  package mutating func existing() -> [Newcomer] {
    newcomers(among: NumberedFolders.names(in: "/proc"), isNew: false)
  }

  /// The descendants that have begun since the last look, parents first.
  ///
  /// - Parameter now: `CLOCK_MONOTONIC` in nanoseconds.
  package mutating func look(at now: UInt64) -> [Newcomer] {
    var ids = unborn.map(\.id) + newIDs.next()
    if now >= completeLookAt {
      completeLookAt = now &+ Self.completeLookNanoseconds
      ids += newIDs.newlyListed().filter { !ids.contains($0) }
    }
    return ids.isEmpty ? [] : newcomers(among: ids, isNew: true)
  }

  /// A process has ended: its id may be given to another.
  package mutating func remove(_ process: ProcessID) {
    members.remove(process.rawValue)
  }

  private mutating func newcomers(among ids: [Int32], isNew: Bool) -> [Newcomer] {
    var candidates: [ProcessParentage] = []
    let waiting = unborn
    unborn.removeAll(keepingCapacity: true)
    for id in ids where !members.contains(id) {
      if let parentage = ProcessParentage(of: id, using: &buffer) {
        if parentage.process == id { candidates.append(parentage) }
      } else if isNew {
        // It has its id a little before its folder; most of these have ended, though.
        let looks = waiting.first { $0.id == id }?.looks ?? Self.unbornLooks
        if looks > 1 { unborn.append((id, looks - 1)) }
      }
    }
    var found: [Newcomer] = []
    // A child may have the lower id of the two when ids start over.
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      candidates.removeAll { candidate in
        guard members.contains(candidate.parent) || candidate.parent == adopting else { return false }
        members.insert(candidate.process)
        found.append(Newcomer(process: ProcessID(candidate.process), parent: ProcessID(candidate.parent)))
        isGrowing = true
        return true
      }
    }
    return found
  }
}

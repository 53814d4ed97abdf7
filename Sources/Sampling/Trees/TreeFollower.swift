internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// Follows the processes of a tree from their beginning to their end, and finds out which of them are Python.
///
/// Has a thread of its own, so that no sample is late for it. It takes some reads of files of `/proc` every millisecond or
/// two; no process of the tree notices.
struct TreeFollower: ~Copyable {
  private let root: ProcessID
  private let news: TreeNews
  private let adopts: Bool
  private let needsGIL: Bool
  private var tree: ProcessTree
  private var exits = ExitWatches()
  private var living: [ProcessID: FollowedProcess] = [:]
  private var all: [FollowedProcess] = []
  /// Executables that were looked at and are not Python.
  private var strangers: Set<FileIdentity> = []
  private var lastError: InspectionError?
  private var collectAt: UInt64 = 0

  /// While something is expected to begin, and else.
  private static let shortPauseMilliseconds: Int32 = 1
  private static let pauseMilliseconds: Int32 = 2
  /// Where a look is dear: lists of all processes, hundreds of shells.
  private static let longPauseMilliseconds: Int32 = 5
  private static let dearNanoseconds: UInt64 = 50_000
  /// A program is young, and may still load CPython, for so long.
  private static let youthNanoseconds: UInt64 = 30_000_000
  /// An executable that is known not to be Python is still looked at a little later: it might load it.
  private static let strangerDelayNanoseconds: UInt64 = 20_000_000
  private static let collectingNanoseconds: UInt64 = 100_000_000

  /// To be made on a thread that has just begun.
  ///
  /// - Parameters:
  ///   - adopts: Orphans of the tree become our own children.
  ///   - needsGIL: Builds without the GIL are of no use.
  init(root: ProcessID, adopts: Bool, needsGIL: Bool, news: TreeNews) {
    self.root = root
    self.adopts = adopts
    self.needsGIL = needsGIL
    self.news = news
    tree = ProcessTree(root: root, adopts: adopts)
  }

  /// Follows until the news are closed.
  mutating func run() {
    let begun = MonotonicClock.nowNanoseconds
    follow(root, from: nil, at: begun)
    for newcomer in tree.existing() { follow(newcomer.process, from: newcomer.parent, at: begun) }
    var pause: Int32 = 0
    while !news.isOver {
      let ended = exits.wait(milliseconds: pause)
      let now = MonotonicClock.nowNanoseconds
      for newcomer in tree.look(at: now) { follow(newcomer.process, from: newcomer.parent, at: now) }
      for process in ended { end(process) }
      for process in news.takeReplaced() { living[process]?.begin(at: now) }
      var isYoung = false
      for process in living.values where !process.isSettled {
        look(at: process, now)
        isYoung = isYoung || process.age(at: now) < Self.youthNanoseconds
      }
      if adopts, now >= collectAt {
        ProcessTree.collectOrphans(except: root)
        collectAt = now &+ Self.collectingNanoseconds
      }
      let isDear = MonotonicClock.nowNanoseconds &- now > Self.dearNanoseconds
      pause = isYoung ? Self.shortPauseMilliseconds : isDear ? Self.longPauseMilliseconds : Self.pauseMilliseconds
    }
    for process in exits.wait(milliseconds: 0) { end(process) }
    if adopts { ProcessTree.leaveOrphans() }
    news.post(all.map(\.summary), lastError: lastError)
  }

  private mutating func follow(_ process: ProcessID, from parent: ProcessID?, at now: UInt64) {
    let followed = FollowedProcess(process, parent: parent.flatMap { living[$0] }, at: now)
    all.append(followed)
    do throws(ProcessError) {
      try exits.add(process)
      living[process] = followed
    } catch {
      // It has ended already, or, with too many files open, could not be let go of again.
      followed.ending = .unknown
      tree.remove(process)
      if process == root { news.postRootGone() }
      return
    }
    if let executable = followed.executable, strangers.contains(executable) {
      followed.postpone(to: now &+ Self.strangerDelayNanoseconds)
    }
  }

  private mutating func end(_ process: ProcessID) {
    guard let followed = living.removeValue(forKey: process) else { return }
    followed.ending =
      switch exits.remove(process) {
      case .exited(let status): .exited(status)
      case .signalled(let signal): .signalled(signal)
      case nil: .unknown
      }
    tree.remove(process)
    if process == root { news.postRootGone() }
  }

  // MARK: Finding CPython

  private mutating func look(at process: FollowedProcess, _ now: UInt64) {
    if process.runtime == nil { process.noteExecutable(at: now) }
    guard now >= process.nextLookAt else { return }
    if let known = process.inheritedRuntime(at: now) {
      if let runtime = PythonRuntime(of: process.id, forkedFrom: known) { hand(over: runtime, of: process, at: now) }
      return
    }
    do throws(InspectionError) {
      let isUnstarted = process.runtime != nil
      let found = try PythonRuntime(of: process.id, mayBeUnstarted: !isUnstarted, needsGIL: needsGIL)
      // What was mapped first and never started may be followed by another: a library may be loaded twice.
      if isUnstarted, found.address == process.runtime?.address {
        process.noteSuccess(found, at: now)
      } else {
        hand(over: found, of: process, at: now)
      }
    } catch {
      process.noteFailure(error, at: now)
      if error.saysWhy || lastError?.saysWhy != true { lastError = error }
      if process.isStranger, process.refusal == nil, let executable = process.executable {
        strangers.insert(executable)
      }
    }
  }

  private mutating func hand(over runtime: PythonRuntime, of process: FollowedProcess, at now: UInt64) {
    process.noteSuccess(runtime, at: now)
    if let executable = process.executable { strangers.remove(executable) }
    news.post(runtime)
  }
}

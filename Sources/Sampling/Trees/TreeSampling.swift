internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// Samples all Python processes of a tree in one schedule.
struct TreeSampling: ~Copyable {
  private let root: ProcessID
  private let isChild: Bool
  private let options: SamplingOptions
  private let news: TreeNews
  private let builder: ProfileBuilder
  private var clock: SamplingClock
  private var members: [Member] = []
  private var versions: Set<PythonVersion> = []
  private var ledger = Ledger()
  /// Of processes that are not sampled any more: they would wait for ever.
  private var pendingStops: [PendingStop] = []

  /// An array cannot hold what cannot be copied.
  private final class Member {
    let process: ProcessID
    var sampler: ProcessSampler

    init(_ process: ProcessID, _ sampler: consuming ProcessSampler) {
      self.process = process
      self.sampler = sampler
    }
  }

  /// Begins now.
  init(
    root: ProcessID, isChild: Bool, options: SamplingOptions, news: TreeNews, until end: EndSignal,
    recordingTo sink: (any ProfileEventSink)?
  ) {
    builder = ProfileBuilder(options.detail, recordingTo: sink)
    self.root = root
    self.isChild = isChild
    self.options = options
    self.news = news
    clock = SamplingClock(rate: options.rate, until: end)
  }

  /// Pauses until the next tick is due, or for a part of a long pause.
  ///
  /// - Returns: false when `deadline` or the end comes first, or the first process has ended.
  func canContinue(until deadline: UInt64) -> Bool {
    let hasPendingStops = !pendingStops.isEmpty || members.contains { $0.sampler.hasPendingStops }
    return clock.canContinue(until: deadline, hasPendingStops: hasPendingStops) && !news.hasRootEnded
  }

  /// Takes a CPython in that was found.
  mutating func add(_ runtime: PythonRuntime) {
    if versions.insert(runtime.version).inserted {
      builder.record(.runtime(pythonVersion: runtime.version.description, sampledTime: options.mode.sampledTime))
    }
    if let member = members.first(where: { $0.process == runtime.process }) {
      if !member.sampler.hasSeenThreads { member.sampler.continue(with: runtime) }
      return
    }
    let sampler = ProcessSampler(
      runtime, isChild: isChild && runtime.process == root, options: options, builder: builder,
      schedule: clock.schedule)
    members.append(Member(runtime.process, sampler))
  }

  /// Takes the samples of all processes, if they are due.
  mutating func tick() {
    pendingStops.letGo()
    guard clock.isDue else {
      for member in members { member.sampler.finishPendingStops() }
      return
    }
    let now = MonotonicClock.nowNanoseconds
    var hasEnded = false
    var isYielded = !members.isEmpty
    for member in members {
      switch member.sampler.tick(of: clock.schedule) {
      case .taken:
        isYielded = false
        continue
      case .yielded: continue
      case .gone: break
      case .replaced: news.post(replaced: member.process)
      }
      member.sampler.finish(into: &ledger, leaving: &pendingStops)
      hasEnded = true
    }
    if hasEnded { members.removeAll { $0.sampler.isFinished } }
    clock.advance(at: now, isYielded: isYielded)
  }

  /// The account so far.
  var account: Ledger {
    var account = ledger
    for member in members { member.sampler.enter(into: &account) }
    clock.enter(into: &account)
    return account
  }

  /// The profile of all that was sampled.
  mutating func finish() -> Profile {
    for member in members { member.sampler.finish(into: &ledger, leaving: &pendingStops) }
    pendingStops.letGo(withinNanoseconds: Sampler.lastStopsNanoseconds)
    members.removeAll()
    clock.enter(into: &ledger)
    let names = versions.sorted { $0 < $1 }.map(\.description).joined(separator: ", ")
    var profile = builder.profile(ledger: ledger, version: names)
    profile.sampledTime = options.mode.sampledTime
    return profile
  }
}

internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// A process of the tree: what it runs, and when it is looked at next.
final class FollowedProcess {
  let id: ProcessID
  let parent: FollowedProcess?
  private(set) var command = ""
  /// nil while it cannot be told.
  private(set) var executable: FileIdentity?
  /// Its CPython, since it has been found and until it executes something else.
  private(set) var runtime: PythonRuntime?
  /// Why it could not be read as Python, where that is more than that it is none.
  var refusal: InspectionError?
  var ending = SampledProcess.Ending.running
  /// It has executed nothing yet since it was forked, as far as was seen.
  private var isFork = true
  private var wasPython = false
  private var wasLookedAt = false
  /// Looks without success at what it executes now, since when, and when the next is due; nanoseconds.
  private var lookCount = 0
  private var executedAt: UInt64
  private(set) var nextLookAt: UInt64

  /// The first pause between two looks; each is twice as long as the one before.
  private static let firstPauseNanoseconds: UInt64 = 1_000_000
  /// A program may load CPython at any time, but hardly any does.
  private static let longestPauseNanoseconds: UInt64 = 2_000_000_000
  /// A process that is not seen to be a fork by then is to be looked at as anything else.
  private static let forkNanoseconds: UInt64 = 4_000_000
  /// Looks after which a program that has not mapped CPython is one that does not.
  private static let strangerLooks = 4

  init(_ id: ProcessID, parent: FollowedProcess?, at now: UInt64) {
    self.id = id
    self.parent = parent
    executable = FileIdentity.executable(of: id)
    executedAt = now
    nextLookAt = now
    noteCommand()
  }

  /// What was found is being sampled: nothing needs to be looked for.
  var isSettled: Bool { runtime?.isStarted ?? false }

  func age(at now: UInt64) -> UInt64 { now &- executedAt }

  /// The CPython that it has from its parent, should it still be what that forked.
  func inheritedRuntime(at now: UInt64) -> PythonRuntime? {
    guard isFork, age(at: now) < Self.forkNanoseconds, executable != nil, parent?.executable == executable else {
      return nil
    }
    return parent?.runtime
  }

  /// It has mapped everything that it begins with, and no CPython is among it.
  var isStranger: Bool { lookCount >= Self.strangerLooks }

  /// Finds out whether it executes another program now.
  func noteExecutable(at now: UInt64) {
    // None while it ends, or changes over.
    guard let current = FileIdentity.executable(of: id), current != executable else { return }
    executable = current
    begin(at: now)
  }

  /// It executes another program now, perhaps in the same executable.
  func begin(at now: UInt64) {
    executedAt = now
    nextLookAt = now
    lookCount = 0
    isFork = false
    runtime = nil
    wasLookedAt = false
    noteCommand()
  }

  func postpone(to moment: UInt64) {
    nextLookAt = moment
  }

  func noteFailure(_ error: InspectionError?, at now: UInt64) {
    wasLookedAt = true
    lookCount += 1
    if let error, error.saysWhy { refusal = error }
    let pause = Self.firstPauseNanoseconds << UInt64(min(lookCount - 1, 16))
    nextLookAt = now &+ min(pause, Self.longestPauseNanoseconds)
  }

  func noteSuccess(_ found: PythonRuntime, at now: UInt64) {
    runtime = found
    wasPython = true
    refusal = nil
    nextLookAt = now &+ 16 * Self.firstPauseNanoseconds
    noteCommand()
  }

  private func noteCommand() {
    let words = ProcessFiles.commandLine(of: id)
    guard let program = words.first else { return }
    let name = program.split(separator: "/").last.map(String.init) ?? program
    command = ([name] + words.dropFirst()).joined(separator: " ")
  }

  var summary: SampledProcess {
    let reading: SampledProcess.Reading =
      if wasPython { .python } else if refusal != nil { .notReadable } else { wasLookedAt ? .notPython : .tooShort }
    return SampledProcess(
      process: id.rawValue, parent: parent?.id.rawValue, command: command, reading: reading, ending: ending)
  }
}

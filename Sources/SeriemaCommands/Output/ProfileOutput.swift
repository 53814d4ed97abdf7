internal import ArgumentParser
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Pushing
internal import Reporting
internal import Synchronization

/// Where a profile's reports go: the table for people, and the files that were asked for.
///
/// Everything is opened before the program starts; written once.
final class ProfileOutput: Sendable {
  private let settings: ReportSettings
  private let files: Mutex<[ReportFile]>
  private let recording = Mutex<CaptureRecording?>(nil)
  private let pusher = Mutex<ProfilePusher?>(nil)
  private let needsSamples: Bool
  /// Before the program starts.
  private let openedAt = Nanoseconds.wallClock

  /// What the reports need to know beside the profile.
  struct ReportSettings: Sendable {
    var program: String
    /// The program word by word, as it can be started again; nil where it ran already.
    var launchWords: [String]?
    /// What was attached to.
    var attached: ProcessID?
    var formats: [ReportFormat]
    /// What the profile is to be compared with.
    var base: DifferencePage.Side?
    /// Nothing but the files that were asked for.
    var isQuiet = false
    /// Pages are opened in a browser.
    var opensPages = false
    var isCompressed = true
    /// Instructions were asked for.
    var tellsInstructions = false
    var order: HotspotOrder
    var limit: Int
    /// `-o`; nil when not given.
    var path: String?
    /// For the name of a file that was not named.
    var process: Int32
    /// Where the table goes when no file takes it: standard output, unless that is the program's.
    var tableDescriptor: Int32
    var sources: SourceOrigin
    /// Where profiles are pushed to; nil for nowhere.
    var push: PushDestination?
    /// A profile of each stretch of this length, while sampling goes on.
    var pushInterval = Nanoseconds.zero

    /// The same with profiles pushed.
    func pushing(to destination: PushDestination?, every interval: Nanoseconds = .zero) -> ReportSettings {
      var settings = self
      settings.push = destination
      settings.pushInterval = interval
      return settings
    }

    /// How finely frames have to be told apart for what was asked for.
    var detail: FrameDetail {
      tellsInstructions ? .instructions : formats.contains(where: \.showsSource) ? .columns : .lines
    }

    /// The same with instructions told, or not.
    func telling(instructions: Bool) -> ReportSettings {
      var settings = self
      settings.tellsInstructions = instructions
      return settings
    }
  }

  /// - Throws: When an output cannot be written.
  init(_ settings: ReportSettings) throws(Explanation) {
    self.settings = settings
    needsSamples = settings.formats.contains(where: \.needsSamples)
    let opened = try ReportFile.open(settings.formats, at: settings.path, process: settings.process)
    Self.checkPages(of: settings, opened)
    if settings.tellsInstructions, !settings.formats.contains(where: \.tellsInstructions) {
      StandardError().warn(.untoldInstructions)
    }
    files = Mutex(opened)
  }

  /// Says at once when there is to be no page for the browser that was asked for.
  private static func checkPages(of settings: ReportSettings, _ files: [ReportFile]) {
    guard settings.opensPages, !files.contains(where: \.isPage) else { return }
    StandardError().warn(Explanation(notOpened: .noPage, nil))
  }

  /// How finely frames have to be told apart.
  var detail: FrameDetail { settings.detail }

  /// Begins to record, where a report needs that.
  ///
  /// - Parameter process: The one that is sampled.
  /// - Returns: Who is to be told of what is sampled.
  func begin(_ process: ProcessID) throws(Explanation) -> (any ProfileEventSink)? {
    let recording = needsSamples ? try beginRecording(process) : nil
    guard let destination = settings.push else { return recording }
    let pusher: ProfilePusher
    do throws(ProcessError) {
      pusher = try ProfilePusher(
        to: destination, every: settings.pushInterval,
        beganAtNanoseconds: recording?.beganAtNanoseconds ?? MonotonicClock.nowNanoseconds / 1000 * 1000,
        startedAt: recording?.origin.startedAt ?? .wallClock, on: MachineIdentity.currentHost)
    } catch {
      throw Explanation(error)
    }
    self.pusher.withLock { $0 = pusher }
    return recording.map { EventFork($0, pusher) } ?? pusher
  }

  private func beginRecording(_ process: ProcessID) throws(Explanation) -> CaptureRecording {
    let descriptor = try captureDescriptor()
    let begun = try CaptureRecording(
      to: descriptor, isCompressed: settings.isCompressed, detail: settings.detail,
      of: origin(process.rawValue, startedAt: .wallClock))
    recording.withLock { $0 = begun }
    return begun
  }

  /// The file that was asked for, or one that nobody sees.
  private func captureDescriptor() throws(Explanation) -> Int32 {
    let asked = files.withLock { files in
      files.first { $0.format == .binary }?.file.take()
    }
    guard let descriptor = asked ?? TemporaryFile.open() else {
      throw Explanation(
        "cannot record into \(Environment.temporaryDirectory)", why: systemError(errno),
        next: "another folder: export TMPDIR=…")
    }
    return descriptor
  }

  /// Ends what was begun when there is nothing to report; files in which nothing stands are removed.
  func abandon() {
    _ = try? recording.withLock { $0 }?.end()
    if let pusher = pusher.withLock({ $0 }) {
      pusher.finish(within: .zero)
      _ = pusher.wait()
    }
    files.withLock { $0.removeAll() }
  }

  /// Writes all reports on what was sampled.
  ///
  /// - Throws: When one cannot be written; the others are all the same.
  func write(_ profile: Profile) throws(Explanation) {
    let pusher = pusher.withLock { $0 }
    // The last profile is on its way while reports are written.
    pusher?.finish(within: Self.pushPatience)
    var failure: Explanation?
    do throws(Explanation) {
      try writeReports(profile)
    } catch {
      failure = error
    }
    if let pusher, let destination = settings.push {
      let summary = pusher.wait()
      let standardError = StandardError()
      if summary.pushed > 0 {
        standardError.write([summary.sentence(to: destination.address, as: destination.application)])
      }
      // The program has run, and its report is there: what a server lacks is no failure of the run.
      if let lost = Explanation(lost: summary, at: destination.address) { standardError.warn(lost) }
    }
    if let failure { throw failure }
  }

  /// How long the end waits for a server, of a run and of a replay.
  private static let pushPatience = Nanoseconds(seconds: 5)
  private static let replayedPushPatience = Nanoseconds(seconds: 10)

  private func writeReports(_ profile: Profile) throws(Explanation) {
    guard let recording = recording.withLock({ $0 }) else {
      let process = profile.threads.first?.process ?? settings.process
      let origin = origin(process, startedAt: .wallClock - profile.ledger.elapsed)
      return try write(profile, origin, samples: nil, isRecorded: false)
    }
    var failure: Explanation?
    do throws(OutputFile.WriteError) {
      let unwritten = try recording.end()
      if unwritten > 0 { StandardError().warn(Explanation(unwrittenSamples: unwritten)) }
    } catch {
      failure = Explanation(unwritable: capturePath, error)
    }
    do throws(Explanation) {
      // What was asked for beside the capture shows what is in the capture.
      let isShown = settings.formats.contains { $0.needsSamples && $0 != .binary }
      let samples = isShown ? try recording.samples() : nil
      try write(profile, recording.origin, samples: samples, isRecorded: true)
    } catch {
      failure = failure ?? error
    }
    if let failure { throw failure }
  }

  /// Writes all reports on captures.
  func write(_ samples: CaptureSet) throws(Explanation) {
    try write(samples.profile, samples.origin, samples: samples, isRecorded: false)
    guard let destination = settings.push else { return }
    let summary = ProfilePusher.push(
      LineProfile(samples.profile).profile, from: samples.origin, to: destination, within: Self.replayedPushPatience)
    if let lost = Explanation(lost: summary, at: destination.address, isRecorded: true) { throw lost }
    StandardError().write([summary.sentence(to: destination.address, as: destination.application)])
  }

  private func write(
    _ profile: Profile, _ origin: RecordingOrigin, samples: CaptureSet?, isRecorded: Bool
  ) throws(Explanation) {
    let directory = Environment.workingDirectory
    let lines = LineProfile(profile)
    let table = HotspotReport(
      lines.profile,
      options: .init(
        program: settings.program, currentDirectory: directory, order: settings.order, limit: settings.limit,
        launchWords: settings.launchWords ?? attachingWords))
    let files = files.withLock { $0 }
    guard !files.isEmpty else {
      if settings.push == nil || !settings.isQuiet { try writeTable(table) }
      return
    }
    let sources = SourceReader(
      settings.sources, of: origin, openedAt: openedAt, isTree: profile.processes.count > 1)
    let writer = ReportWriter(
      whole: profile, lines: lines, origin: origin, currentDirectory: directory, samples: samples,
      title: settings.program, base: settings.base, sources: sources)
    if !settings.isQuiet, files.contains(where: { $0.format != nil }) {
      let terminal = StandardError().terminal
      StandardError().write(table.lines(width: terminal.width, style: terminal.style))
    }
    var failure: Explanation?
    for report in files {
      do throws(Explanation) {
        if let format = report.format {
          if !isRecorded || format != .binary { try writer.write(format, to: &report.file) }
        } else {
          try report.file.replace { sink throws(Explanation) in
            for line in table.lines(width: nil, style: .plain) { try sink.write(line + "\n") }
          }
        }
        if report.file.path != "-" { StandardError().write(["wrote \(UntrustedText(report.file.path).escaped)"]) }
        if settings.opensPages, report.isPage { WebBrowser.show(report.file.path) }
      } catch {
        // A closed pipe: whoever read standard output has seen enough.
        if error.exitStatus != 0 { failure = failure ?? error }
      }
    }
    if let failure { throw failure }
  }

  /// What `seriema time` reaches a process by that was attached to, and runs on.
  private var attachingWords: [String]? {
    settings.attached.flatMap { kill($0.rawValue, 0) == 0 ? ["--pid", "\($0)", "-d", "10s"] : nil }
  }

  private func origin(_ process: Int32, startedAt: Nanoseconds) -> RecordingOrigin {
    RecordingOrigin(
      startedAt: startedAt, host: MachineIdentity.currentHost, program: settings.launchWords ?? [settings.program],
      process: process, recorder: "seriema \(SeriemaCommand.configuration.version)",
      isAttached: settings.launchWords == nil)
  }

  private var capturePath: String {
    files.withLock { files in files.first { $0.format == .binary }?.file.path } ?? Environment.temporaryDirectory
  }

  private func writeTable(_ table: HotspotReport) throws(Explanation) {
    let terminal = Terminal(descriptor: settings.tableDescriptor)
    let lines = table.lines(width: terminal.width, style: terminal.style)
    do throws(OutputFile.WriteError) {
      try OutputFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: settings.tableDescriptor)
    } catch {
      // Whoever read us has seen enough.
      if error.number == EPIPE { return }
      throw Explanation("cannot write the report", why: systemError(error.number))
    }
  }
}

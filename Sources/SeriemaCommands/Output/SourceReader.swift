internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// Reads the source files of a profile when its report is made, and only those that are what the program read.
struct SourceReader {
  /// Whose files a path of the profile means.
  enum Place: Hashable, Sendable {
    /// Ours; those of a recording are, where it was made on this host.
    case here
    /// Those of a process that runs with another root or other mounts.
    case process(ProcessID)
  }

  let place: Place
  /// What was changed after this moment may not be what ran; since 1970-01-01 00:00 UTC.
  let unchangedSince: Nanoseconds
  /// What relative paths start from; nil where it is not known.
  let directory: String?
  /// The host that the recording was made on, where that is not this one.
  let otherHost: String?

  /// - Parameters:
  ///   - origin: What the profile was recorded of.
  ///   - openedAt: When the report was asked for, since 1970-01-01 00:00 UTC: before anything was sampled.
  ///   - isTree: Several processes were followed, which may be in several folders.
  init(_ program: SourceOrigin, of origin: RecordingOrigin, openedAt: Nanoseconds, isTree: Bool) {
    switch program {
    case .started:
      place = .here
      unchangedSince = min(openedAt, origin.startedAt)
      directory = isTree ? nil : Environment.workingDirectory
      otherHost = nil
    case .running(let process, let sharesFiles, let startedAt):
      place = sharesFiles ? .here : .process(process)
      unchangedSince = startedAt
      directory = nil
      otherHost = nil
    case .recorded:
      place = .here
      unchangedSince = origin.startedAt
      directory = nil
      let isHere = origin.host.isEmpty || origin.host == MachineIdentity.currentHost
      otherHost = isHere ? nil : origin.host
    }
  }

  /// Longer files hold no source that one would read.
  private static let sizeLimit = 1 << 24

  /// What there is of each file of a profile, by `co_filename`.
  func sources(of profile: Profile) -> [String: SourceFile] {
    let files = Set(profile.functions.lazy.map(\.file).filter { !$0.isEmpty })
    return Dictionary(uniqueKeysWithValues: files.map { ($0, source(of: $0)) })
  }

  private func source(of file: String) -> SourceFile {
    // `<string>`, `<frozen importlib._bootstrap>` and their like are no files.
    if file.hasPrefix("<") { return .noFile }
    if let otherHost { return .onHost(otherHost) }
    guard let path = file.hasPrefix("/") ? file : directory.map({ "\($0)/\(file)" }) else { return .relative }
    let process = if case .process(let other) = place { other } else { ProcessID(getpid()) }
    do throws(ProcessError) {
      let reading = try ProcessFiles.read(path, in: process, limit: Self.sizeLimit)
      let changed = Nanoseconds(reading.changedAtNanoseconds)
      return changed > unchangedSince ? .changed(at: changed) : .text(reading.contents, changedAt: changed)
    } catch {
      return .unreadable(reason: reason(of: error))
    }
  }

  private func reason(of error: ProcessError) -> String {
    switch error {
    case .system(_, EINVAL): "it is no regular file"
    case .system("openat2", ENOENT) where place != .here: "it is not there, or its process has ended"
    case .system(_, let number): systemError(number)
    default: "its process has ended"
    }
  }
}

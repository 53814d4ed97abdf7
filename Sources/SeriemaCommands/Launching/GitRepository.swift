internal import FunctionTiming
internal import Glibc
internal import LinuxProcess
internal import ProfileModel

/// The git repository that a folder is in.
struct GitRepository {
  private let executable: String
  /// Absolute, links resolved.
  let topLevel: String
  /// From there to the folder, ending in a slash; empty at the top.
  let prefix: String

  /// Nil when the working directory is in none, or there is no git.
  init?() {
    guard let executable = PythonCommand.find("git") else { return nil }
    self.executable = executable
    guard let answer = Self.run(executable, ["rev-parse", "--show-toplevel", "--show-prefix"]), answer.hasSucceeded
    else { return nil }
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines[0].hasPrefix("/") else { return nil }
    topLevel = String(lines[0])
    prefix = String(lines[1])
  }

  /// The state of the source in the working directory; nil without any commit.
  var revision: MeasuringConditions.Revision? {
    guard let commit = commit(of: "HEAD") else { return nil }
    let changes = run(["status", "--porcelain", "--untracked-files=no"])
    return MeasuringConditions.Revision(commit: commit, hasLocalChanges: changes?.output.isEmpty == false)
  }

  /// The full name of the commit that a revision stands for; nil when there is none.
  func commit(of revision: String) -> String? {
    // What begins with a dash would be an option.
    let answer = run(["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
    guard let answer, answer.hasSucceeded else { return nil }
    return String(answer.output.prefix { $0.isHexDigit })
  }

  /// A file as it is in a revision of the repository that it lies in, whichever that is.
  ///
  /// - Parameter path: Absolute, links resolved.
  static func content(of path: String, at revision: String) throws(TimingSession.SourceProblem) -> [UInt8] {
    guard let executable = PythonCommand.find("git") else { throw .init("there is no git") }
    let end = path.lastIndex(of: "/") ?? path.startIndex
    let (folder, name) = (path[..<end].isEmpty ? "/" : String(path[..<end]), path[path.index(after: end)...])
    let place = ["-C", folder]
    guard run(executable, place + ["rev-parse", "--show-toplevel"])?.hasSucceeded == true else {
      throw .init("\(path) is in no git repository")
    }
    // What begins with a dash would be an option.
    let commit = run(
      executable, place + ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
    guard let commit, commit.hasSucceeded else {
      throw .init("the repository of \(path) has no revision \(revision)")
    }
    let words = place + ["cat-file", "blob", commit.output.prefix { $0.isHexDigit } + ":./" + name]
    guard let answer = collect(executable, words, withComplaints: false), answer.hasSucceeded else {
      throw .init("\(path) is not in \(revision)")
    }
    return answer.bytes
  }

  /// What git printed, complaints included, and whether it succeeded.
  struct Answer {
    var hasSucceeded: Bool
    var output: String
  }

  func run(_ arguments: [String]) -> Answer? { Self.run(executable, arguments) }

  /// Runs git and reads what it prints; nil when it could not be started.
  private static func run(_ executable: String, _ arguments: [String]) -> Answer? {
    collect(executable, arguments, withComplaints: true).map {
      Answer(hasSucceeded: $0.hasSucceeded, output: String(decoding: $0.bytes, as: UTF8.self))
    }
  }

  private static func collect(
    _ executable: String, _ arguments: [String], withComplaints: Bool
  ) -> (hasSucceeded: Bool, bytes: [UInt8])? {
    var ends: [Int32] = [-1, -1]
    // Two descriptors, as many as the array holds.
    guard unsafe pipe(&ends) == 0 else { return nil }
    let reader = Descriptor(owning: ends[0])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Hooks and monitors of the repository's own configuration have no part in a question.
    let words = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"] + arguments
    guard let child = start(executable, words, output: ends[1], withComplaints: withComplaints) else { return nil }
    let bytes = try? InputFile.readBytes(reader.rawValue)
    guard let status = try? child.waitForExit() else { return nil }
    return (status == .exited(0), bytes ?? [])
  }

  /// - Parameters:
  ///   - output: Closed when git has it.
  ///   - withComplaints: Whether what git complains of goes there as well, and not to nobody.
  private static func start(
    _ executable: String, _ words: [String], output: Int32, withComplaints: Bool
  ) -> HeldChild? {
    defer { close(output) }
    let nobody = withComplaints ? -1 : unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { if nobody >= 0 { close(nobody) } }
    do throws(ProcessError) {
      let child = try HeldChild(
        path: executable, arguments: words, environment: Environment.with([:]),
        placement: .init(output: output, error: withComplaints ? output : nobody))
      try child.release()
      return child
    } catch {
      return nil
    }
  }
}

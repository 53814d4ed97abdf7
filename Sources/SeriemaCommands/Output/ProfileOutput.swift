internal import Glibc
internal import ProfileModel
internal import Reporting
internal import Synchronization

/// Where a profile's reports go: the table for people, and the files that were asked for.
///
/// Everything is opened before the program starts; written once.
final class ProfileOutput: Sendable {
  private let arguments: ReportSettings
  private let file: Mutex<OutputFileBox>
  private let tableTerminal: Terminal
  private let tableDescriptor: Int32

  /// What the reports need to know beside the profile.
  struct ReportSettings: Sendable {
    var program: String
    var launchWords: [String]?
    var isCollapsed: Bool
    var order: HotspotOrder
    var limit: Int
    /// `-o`; nil when not given.
    var path: String?
    /// The process, for the name of a file that was not named.
    var defaultPath: String
    /// Where the table goes when no file takes it: standard output, unless that is the program's.
    var tableDescriptor: Int32
  }

  private struct OutputFileBox: ~Copyable {
    var file: OutputFile?
  }

  /// - Throws: When an output cannot be written.
  init(_ settings: ReportSettings) throws(Explanation) {
    arguments = settings
    tableDescriptor = settings.tableDescriptor
    tableTerminal = Terminal(descriptor: settings.tableDescriptor)
    var opened: OutputFile?
    if let path = settings.path { opened = try OutputFile(path: path) }
    file = Mutex(OutputFileBox(file: opened))
  }

  /// Writes all reports.
  ///
  /// - Throws: When one cannot be written.
  func write(_ profile: Profile) throws(Explanation) {
    let directory = Environment.workingDirectory
    let table = HotspotReport(
      profile,
      options: .init(
        program: arguments.program, currentDirectory: directory, order: arguments.order, limit: arguments.limit,
        launchWords: arguments.launchWords))
    guard arguments.isCollapsed || arguments.path != nil else {
      return try writeTable(table.lines(width: tableTerminal.width, style: tableTerminal.style))
    }
    try writeFile { (sink: (String) throws(Explanation) -> Void) throws(Explanation) in
      if self.arguments.isCollapsed {
        try CollapsedReport(profile, currentDirectory: directory).write(to: sink)
      } else {
        for line in table.lines(width: nil, style: .plain) { try sink(line + "\n") }
      }
    }
    if arguments.isCollapsed {
      StandardError().write(table.lines(width: StandardError().terminal.width, style: StandardError().terminal.style))
    }
    let path = arguments.path ?? arguments.defaultPath
    if path != "-" { StandardError().write(["wrote \(UntrustedText(path).escaped)"]) }
  }

  private func writeTable(_ lines: [String]) throws(Explanation) {
    do throws(OutputFile.WriteError) {
      try OutputFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: tableDescriptor)
    } catch {
      // Whoever read us has seen enough.
      if error.number == EPIPE { return }
      throw Explanation("cannot write the report", why: systemError(error.number))
    }
  }

  private func writeFile(
    _ body: ((String) throws(Explanation) -> Void) throws(Explanation) -> Void
  ) throws(Explanation) {
    var failure: Explanation?
    file.withLock { box in
      do throws(Explanation) {
        if box.file == nil { box.file = try OutputFile(path: arguments.defaultPath) }
        try box.file?.replace(body)
      } catch {
        failure = error
      }
    }
    if let failure, failure.exitStatus != 0 { throw failure }
  }
}

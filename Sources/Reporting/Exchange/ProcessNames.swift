import ProfileModel

/// What processes are called: their command lines, cut where these are long.
struct ProcessNames: Sendable {
  private let commands: [Int32: String]

  init(_ profile: Profile, origin: RecordingOrigin) {
    var commands = [origin.process: origin.title]
    // An id that was given twice is the last one's.
    for process in profile.processes where !process.command.isEmpty { commands[process.process] = process.command }
    self.commands = commands
  }

  /// The command line of `process`, with what is hidden in it spelled out; `process 4711` where none is known.
  func name(of process: Int32) -> String {
    guard let command = commands[process], !command.isEmpty else { return "process \(process)" }
    let short = command.count > Self.limit ? command.prefix(Self.limit - 1) + "…" : command[...]
    return UntrustedText(String(short)).escaped
  }

  private static let limit = 80
}

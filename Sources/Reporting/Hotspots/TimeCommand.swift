import ProfileModel

/// The command line that times a profile's hottest functions exactly, quoted to be pasted into a shell.
///
/// Functions that ran come first: one that only waits is no faster for being known to the nanosecond.
struct TimeCommand: Hashable, Sendable {
  let text: String

  /// Nil where nothing can be timed: on Python before 3.12, or when no hot function has a name.
  /// - Parameter launchWords: How the program was started, or is reached; nil where the user must fill it in.
  init?(rows: [FunctionSummary], profile: Profile, launchWords: [String]?) {
    guard TimeCommand.canTime(profile.pythonVersion) else { return nil }
    let names = TargetNames(files: profile.functions.map(\.file))
    let total = profile.total.time
    var targets: [String] = []
    let busy = rows.filter { ($0.own.time - $0.own.idle).share(of: total) >= TimeCommand.leastShare }
    let hot = busy.isEmpty ? rows.filter { $0.own.time.share(of: total) >= TimeCommand.leastShare } : busy
    func time(_ row: FunctionSummary) -> Nanoseconds { busy.isEmpty ? row.own.time : row.own.time - row.own.idle }
    let ranked = hot.sorted { time($0) == time($1) ? HotspotOrder.own.places($0, above: $1) : time($0) > time($1) }
    for row in ranked where targets.count < 3 {
      // Two functions of one name in one file are one target.
      guard let target = names.target(for: row.function), !targets.contains(target) else { continue }
      targets.append(target)
    }
    guard !targets.isEmpty else { return nil }
    let options = targets.map { "-t " + $0.shellQuoted }
    let launch = launchWords?.map(\.shellQuoted) ?? ["SCRIPT"]
    text = (["seriema", "time"] + options + launch).joined(separator: " ")
  }

  /// Below it a function is no hotspot.
  private static let leastShare = 0.01

  /// Whether the version has `sys.monitoring`, which timing needs (PEP 669, Python 3.12).
  static func canTime(_ version: String) -> Bool {
    let parts = version.split(separator: ".").prefix(2).map { Int($0.prefix { $0.isWholeNumber }) ?? 0 }
    guard let major = parts.first, let minor = parts.dropFirst().first else { return false }
    return (major, minor) >= (3, 12)
  }
}

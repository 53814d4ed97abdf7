import ProfileModel

/// What the head of a page says of a recording, as `header.js` reads it; times are in microseconds.
struct PageHead: Sendable {
  let members: [JSONValue.Member]

  var json: JSONValue { .object(members) }

  init(_ profile: Profile, origin: RecordingOrigin) {
    let ledger = profile.ledger
    let account = LedgerAccount(ledger)
    // Recordings of several programs were started in several ways.
    let running = origin.process > 0 ? "--pid \(origin.process)" : "SCRIPT"
    let launch = origin.isAttached ? running : origin.program.map(\.shellQuoted).joined(separator: " ")
    let timeNote =
      switch profile.sampledTime {
      case .wall: ""
      case .cpu: "of CPU time"
      case .gil: "with the GIL"
      case .exception: "with an exception"
      }
    members = [
      .init("program", .string(UntrustedText(origin.title).escaped)), .init("launch", .string(launch)),
      .init("startedAt", .int(Int(origin.startedAt.rawValue / 1000))),
      .init("host", .string(UntrustedText(origin.host).escaped)),
      .init("recorder", .string(UntrustedText(origin.recorder).escaped)),
      .init("python", .string(UntrustedText(profile.pythonVersion).escaped)),
      .init("elapsed", .int(Int(ledger.elapsed.rawValue / 1000))),
      .init("total", .int(Int(profile.total.time.rawValue / 1000))), .init("timeNote", .string(timeNote)),
      .init("effective", .double(ledger.effective.count)), .init("taken", .int(ledger.taken)),
      .init("partial", .int(ledger.partial)), .init("failed", .int(ledger.failed)),
      .init("warnings", .array(account.warnings.map(JSONValue.string))),
      .init("account", .array(account.sentences.map(JSONValue.string))),
    ]
  }
}

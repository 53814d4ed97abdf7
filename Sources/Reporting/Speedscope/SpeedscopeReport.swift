package import ProfileModel

/// A profile for speedscope: one "sampled" profile for each thread, with times in nanoseconds.
///
/// A frame is a whole function, its line that of `def`, as tables show it. Samples in a row with the same functions are one.
/// What a thread's profile has no sample for is left out, so that its times add up to those of the samples.
///
/// Source: https://www.speedscope.app/file-format-schema.json. The member `seriema` is ours, which speedscope passes over:
/// it holds the ledger and where the recording comes from.
package struct SpeedscopeReport: TimelineReport {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let functions: FunctionTable
  private var columns: ColumnWriter<SpeedscopeThreads>

  package init(_ profile: Profile, origin: RecordingOrigin) {
    self.init(profile, origin: origin, limit: ThreadPasses.defaultLimit)
  }

  /// - Parameter limit: Samples that may be kept back.
  init(_ profile: Profile, origin: RecordingOrigin, limit: Int) {
    self.profile = profile
    self.origin = origin
    functions = FunctionTable(profile)
    let stacks = FunctionStacks(profile, functions: functions)
    columns = ColumnWriter(SpeedscopeThreads(profile, origin: origin, stacks: stacks), profile: profile, limit: limit)
  }

  package var passCount: Int { columns.passCount }

  package mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    if pass == 0 { try writeHead(into: &bytes, drain: drain) }
    try columns.begin(pass: pass, into: &bytes, drain: drain)
  }

  package mutating func add(_ sample: TimedSample, into bytes: inout [UInt8]) {
    columns.add(sample, into: &bytes)
  }

  package mutating func end<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try columns.finish(into: &bytes, drain: drain)
    bytes.write("]}\n")
  }

  private func writeHead<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.write("{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"exporter\":")
    bytes.write(jsonShown: origin.recorder)
    bytes.write(",\"name\":")
    bytes.write(json: ProcessNames(profile, origin: origin).name(of: origin.process))
    bytes.write(",\"activeProfileIndex\":0,\"seriema\":{\"origin\":{")
    bytes.write(json: origin, of: profile)
    bytes.write("},\"ledger\":{")
    bytes.write(json: profile.ledger)
    bytes.write("}},\"shared\":{")
    try bytes.write(column: "frames", count: functions.idle, drain: drain) { index, bytes in
      let entry = functions.entries[index]
      bytes.write("{\"name\":")
      bytes.write(jsonShown: entry.name)
      if !entry.file.isEmpty {
        bytes.write(",\"file\":")
        bytes.write(jsonShown: entry.file)
        bytes.write(",\"line\":")
        bytes.write(entry.line)
      }
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.write("},\"profiles\":[")
  }
}

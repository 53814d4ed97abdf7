package import ProfileModel

/// A profile for the Firefox Profiler, in its processed format.
///
/// Weights are samples, and times milliseconds since `meta.startTime`. A stack that a thread was idle in is told apart by
/// the category of its innermost frame; the function is the same. Where the time of all threads is known, so is the
/// processor's part of it (`threadCPUDelta`). The ledger is in `meta.extra`.
///
/// Source: version 61 of the format as `src/types/profile.ts` and `src/profile-logic/processed-profile-versioning.ts` of
/// https://github.com/firefox-devtools/profiler have it. Newer releases read older versions, not the other way round.
package struct GeckoReport: TimelineReport {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let tables: GeckoTables
  private var columns: ColumnWriter<GeckoThreads>

  package init(_ profile: Profile, origin: RecordingOrigin) {
    self.init(profile, origin: origin, limit: ThreadPasses.defaultLimit)
  }

  /// - Parameter limit: Samples that may be kept back.
  init(_ profile: Profile, origin: RecordingOrigin, limit: Int) {
    self.profile = profile
    self.origin = origin
    tables = GeckoTables(profile)
    columns = ColumnWriter(
      GeckoThreads(profile, origin: origin, idleStacks: tables.idleStacks), profile: profile, limit: limit)
  }

  package var passCount: Int { columns.passCount }

  package mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    if pass == 0 {
      bytes.write("{\"meta\":{")
      writeMeta(into: &bytes)
      bytes.write("},\"libs\":[],\"shared\":{")
      try tables.write(into: &bytes, drain: drain)
      bytes.write("},\"threads\":[")
    }
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

  private func writeMeta(into bytes: inout [UInt8]) {
    bytes.write("\"preprocessedProfileVersion\":61,\"version\":32,\"processType\":0,\"stackwalk\":0,\"debug\":false")
    bytes.write(",\"interval\":")
    bytes.write(json: profile.ledger.wantedRate > 0 ? 1000 / profile.ledger.wantedRate : 1)
    bytes.write(",\"startTime\":")
    bytes.write(origin.startedAt.rawValue, decimals: 6)
    bytes.write(",\"profilingStartTime\":0,\"profilingEndTime\":")
    bytes.write(profile.ledger.elapsed.rawValue, decimals: 6)
    let texts: KeyValuePairs<String, String> = [
      "product": ProcessNames(profile, origin: origin).name(of: origin.process), "importedFrom": origin.recorder,
      "arguments": origin.title, "device": origin.host, "platform": "Linux",
    ]
    for (name, text) in texts {
      bytes.write(",\"\(name)\":")
      bytes.write(jsonShown: text)
    }
    bytes.write(",\"symbolicated\":true,\"symbolicationNotSupported\":true,\"usesOnlyOneStackType\":true")
    bytes.write(",\"sourceCodeIsNotOnSearchfox\":true,\"markerSchema\":[]")
    bytes.write(",\"sampleUnits\":{\"time\":\"ms\",\"eventDelay\":\"ms\",\"threadCPUDelta\":\"ns\"}")
    bytes.write(",\"categories\":[")
    for category in FrameCategory.allCases {
      if category.rawValue > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.write("{\"name\":\"\(category.name)\",\"color\":\"\(category.geckoColour)\",\"subcategories\":[\"Other\"]}")
    }
    bytes.write("],\"extra\":[{\"label\":\"Sampling\",\"entries\":[")
    bytes.write("{\"label\":\"Python\",\"format\":\"string\",\"value\":")
    bytes.write(jsonShown: profile.pythonVersion)
    bytes.append(UInt8(ascii: "}"))
    for paragraph in LedgerAccount(profile.ledger).paragraphs {
      bytes.write(",{\"label\":\"Ledger\",\"format\":\"string\",\"value\":")
      bytes.write(json: paragraph.text)
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.write("]}]")
  }
}

extension FrameCategory {
  /// One of the profiler's own colours. The first grey category is what it takes for "other", and `transparent` for idle.
  fileprivate var geckoColour: String {
    switch self {
    case .noFrames: "grey"
    case .program: "yellow"
    case .library: "green"
    case .standardLibrary: "blue"
    case .collection: "purple"
    case .idle: "transparent"
    case .cut: "darkgrey"
    }
  }
}

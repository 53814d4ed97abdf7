package import ProfileModel

/// The flame graph of two profiles, and what changed from one to the other, as one HTML document.
///
/// The document is that of `FlameGraphPage`, with two times of each node and the rows of `ProfileDifference`, whose
/// figures the page shows as they are. It has no samples in their order, so it shows no time line.
package struct DifferencePage: Sendable {
  /// One of the two.
  package struct Side: Sendable {
    /// What it is called, such as `base.seriema`.
    package var title: String
    package var profile: Profile
    package var origin: RecordingOrigin

    package init(title: String, profile: Profile, origin: RecordingOrigin) {
      self.title = title
      self.profile = profile
      self.origin = origin
    }
  }

  private let base: Side
  private let new: Side
  private let difference: ProfileDifference
  private let comparisons: [TimingComparison]
  private let currentDirectory: String

  /// - Parameters:
  ///   - comparisons: Of the timings of the same two, where there are any.
  ///   - currentDirectory: Absolute; files below it are shown relative to it.
  package init(from base: Side, to new: Side, comparisons: [TimingComparison] = [], currentDirectory: String) {
    self.base = base
    self.new = new
    self.comparisons = comparisons
    difference = ProfileDifference(from: base.profile, to: new.profile)
    self.currentDirectory = currentDirectory
  }

  /// Hands the document to `sink` piece by piece.
  package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var bytes = Array(EmbeddedFlameGraph.opening.utf8)
    try packed.writeBase64(into: &bytes) { (bytes) throws(Failure) in
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    bytes.append(contentsOf: EmbeddedFlameGraph.middle.utf8)
    Self.noTimeline.writeBase64(into: &bytes) { _ in }
    bytes.append(contentsOf: EmbeddedFlameGraph.closing.utf8)
    try sink(bytes)
  }

  /// As `FlameGraphPage` packs a time line, of no samples.
  private static var noTimeline: PackedBytes {
    var pack = PackedBytes()
    for number in [1, 0, 1, 0, 0, 0] { pack.append(number) }
    return pack
  }

  /// The profile, and behind it what changed, in the order of the table: the function, 1 where the base has it plus 2
  /// where the new one has it; then for its own and for its total time: verdict; nanoseconds before, now, by how much
  /// that is more than was to be expected, and half of the interval of this.
  private var packed: PackedBytes {
    let joined = JoinedProfile(base.profile, new.profile, difference.rows.map(\.change))
    let head = head(with: TimedChanges(comparisons, among: joined.profile.functions))
    var pack = ProfilePack(joined.profile, head: head, base: joined.base, currentDirectory: currentDirectory).packed
    let indices = Dictionary(
      joined.profile.functions.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let rows = difference.rows.compactMap { row in indices[row.change.function].map { ($0, row) } }
    pack.append(rows.count)
    for (function, row) in rows {
      let (old, now) = (row.change.base, row.change.new)
      pack.append(function)
      pack.append((old == nil ? 0 : 1) + (now == nil ? 0 : 2))
      Self.append(row.own, old?.own, now?.own, to: &pack)
      Self.append(row.total, old?.total, now?.total, to: &pack)
    }
    return pack
  }

  private static func append(
    _ estimate: ProfileDifference.Estimate, _ old: Weight?, _ now: Weight?, to pack: inout PackedBytes
  ) {
    pack.append(number(of: estimate.verdict))
    for time in [old?.time ?? .zero, now?.time ?? .zero, estimate.excess, estimate.uncertainty] {
      pack.append(signed: Int(time.rawValue))
    }
  }

  private static func number(of verdict: ProfileDifference.Verdict) -> Int {
    switch verdict {
    case .none: 0
    case .more: 1
    case .less: 2
    case .new: 3
    case .gone: 4
    }
  }

  /// What the head of the page says: of the new one as in other pages, of the base the same, what the comparison rests
  /// on, and what timings say. Totals are in nanoseconds.
  private func head(with timings: TimedChanges) -> JSONValue {
    let expectation = difference.expectation
    let comparison: JSONValue = .object([
      "baseTitle": .string(UntrustedText(base.title).escaped), "newTitle": .string(UntrustedText(new.title).escaped),
      "pace": .double(expectation.pace.ratio), "paceError": .double(expectation.pace.relativeError),
      "baseTotal": .int(Int(base.profile.total.time.rawValue)), "newTotal": .int(Int(new.profile.total.time.rawValue)),
      "baseSamples": .double(expectation.before.samples), "newSamples": .double(expectation.now.samples),
      "summary": .string(difference.summary), "explanations": .array(difference.explanations.map(JSONValue.string)),
      "timings": timings.json,
    ])
    return .object(
      PageHead(new.profile, origin: new.origin).members + [
        .init("base", PageHead(base.profile, origin: base.origin).json), .init("difference", comparison),
      ])
  }
}

internal import ProfileModel
internal import Statistics

/// A comparison as JSON; changes are shares of the time before.
package struct ComparisonJSON: Sendable {
  /// Rises when a member changes its meaning or goes; new members may come at any time.
  package static let formatVersion = 1

  private let comparisons: [TimingComparison]

  package init(_ comparisons: [TimingComparison]) {
    self.comparisons = comparisons
  }

  /// The document, without a line end.
  package var text: String {
    JSONValue.object([
      .init("format", .string("seriema-comparison")), .init("version", .int(Self.formatVersion)),
      .init("comparisons", .array(comparisons.map(Self.value))),
    ]).text
  }

  static func value(_ comparison: TimingComparison) -> JSONValue {
    let level =
      switch comparison.level {
      case .pairedInProcess: "paired_in_process"
      case .sameRuns: "same_runs"
      case .sameBlocks: "same_blocks"
      case .interleavedRuns: "interleaved_runs"
      case .savedBaseline: "saved_baseline"
      }
    var members: [JSONValue.Member] = [
      .init("level", .string(level)), .init("base", .string(comparison.titles.base)),
      .init("new", .string(comparison.titles.new)), .init("band", .double(comparison.criteria.band)),
      .init("confidence", .double(comparison.criteria.level)),
      .init("differences", .array(comparison.differences.map { .string($0.sentence) })),
      .init("comparable", .bool(!comparison.differences.contains(where: \.forbidsVerdict))),
      .init("only_in_base", .array(comparison.onlyInBase.map(JSONValue.string))),
      .init("only_in_new", .array(comparison.onlyInNew.map(JSONValue.string))),
      .init("functions", .array(comparison.entries.map(entry))),
    ]
    if !comparison.paired.isEmpty {
      members.append(.init("paired", .array(comparison.paired.map(PairedJSON.value))))
    }
    return .object(members)
  }

  private static func entry(_ entry: TimingComparison.Entry) -> JSONValue {
    let interval = entry.change.interval.map { JSONValue.array([.double($0.lower), .double($0.upper)]) }
    let (name, more): (String, Int?) =
      switch entry.verdict {
      case .faster: ("faster", nil)
      case .slower: ("slower", nil)
      case .same: ("same", nil)
      case .cannotTell(let more, _): ("cannot_tell", more)
      case .none: ("none", nil)
      }
    var members: [JSONValue.Member] = [
      .init("name", .string(entry.name)), .init("base_typical_ns", .double(entry.base.typical)),
      .init("new_typical_ns", .double(entry.new.typical)), .init("base_mean_ns", .double(entry.base.mean)),
      .init("new_mean_ns", .double(entry.new.mean)), .init("base_calls", .double(entry.base.calls)),
      .init("new_calls", .double(entry.new.calls)), .init("change", .double(entry.change.estimate)),
      .init("interval", entry.verdict == .none ? .null : interval ?? .null), .init("verdict", .string(name)),
      .init("count", .int(entry.change.count)), .init("more", more.map(JSONValue.int) ?? .null),
      .init("detectable", entry.verdict == .none ? .null : JSONValue(entry.change.detectable)),
      .init("timer_share", JSONValue(entry.timerShare)),
    ]
    if let overhead = entry.overhead { members.append(.init("overhead", .double(overhead))) }
    return .object(members)
  }
}

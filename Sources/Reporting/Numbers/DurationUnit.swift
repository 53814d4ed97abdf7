/// A unit that lengths of time are shown in.
struct DurationUnit: Hashable, Sendable {
  let name: String
  let nanoseconds: Double
  /// Where the next unit takes over: the first value of this one that it would show as too large.
  private let limit: Double

  private static let rising = [
    DurationUnit(name: "ns", nanoseconds: 1, limit: 999.5),
    DurationUnit(name: "µs", nanoseconds: 1e3, limit: 999.5),
    DurationUnit(name: "ms", nanoseconds: 1e6, limit: 999.5),
    DurationUnit(name: "s", nanoseconds: 1e9, limit: 119.5),
    DurationUnit(name: "min", nanoseconds: 6e10, limit: 119.5),
  ]
  private static let hour = DurationUnit(name: "h", nanoseconds: 3.6e12, limit: .infinity)

  /// The unit in which `length`, in nanoseconds, has one to three digits before the point.
  static func fitting(_ length: Double) -> DurationUnit {
    rising.first { length.magnitude / $0.nanoseconds < $0.limit } ?? hour
  }
}

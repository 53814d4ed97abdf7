internal import Reporting

/// What `--fail-above` makes of comparisons.
enum FailureLimit {
  /// A function is slower by more than the limit.
  static let exceededStatus: Int32 = 3
  /// There is nothing to judge by.
  static let unknownStatus: Int32 = 4

  /// Says what is above the limit.
  /// - Parameter limit: As a share; nil for none.
  /// - Returns: The exit status; 0 when the limit is kept.
  static func check(_ comparisons: [TimingComparison], limit: Double?) -> Int32 {
    guard let limit else { return 0 }
    let gates = comparisons.map { $0.gate(above: limit) }
    let percent = String(margin: limit).dropFirst()
    let exceeded = gates.flatMap { gate -> [String] in if case .exceeded(let names) = gate { names } else { [] } }
    if !exceeded.isEmpty {
      StandardError().write(["failed: slower by more than \(percent): " + shown(exceeded)])
      return exceededStatus
    }
    let isUnknown = gates.contains { if case .unknown = $0 { true } else { false } }
    guard isUnknown || gates.isEmpty else { return 0 }
    let unknown = gates.flatMap { gate -> [String] in if case .unknown(let names) = gate { names } else { [] } }
    let names = unknown.isEmpty ? "nothing could be compared" : "no verdict on " + shown(unknown)
    StandardError().write(["not checked: slower by more than \(percent)? " + names])
    return unknownStatus
  }

  private static func shown(_ names: [String]) -> String {
    names.map { UntrustedText($0).escaped }.joined(separator: ", ")
  }
}

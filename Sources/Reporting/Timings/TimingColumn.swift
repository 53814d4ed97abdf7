/// The columns of a timing table, in their order.
enum TimingColumn: Hashable, Sendable, CaseIterable {
  case function
  /// File and line, where one target named several functions.
  case place
  case calls
  /// Calls made while the function was already running in the same thread.
  case inner
  case errors
  /// Generators and coroutines that were closed or dropped.
  case abandoned
  case total
  case own
  case mean
  case median
  case p95
  case p99
  case range
  /// Of generators and coroutines: from the beginning to the end.
  case latency
  case delta

  var layout: Table.Column {
    switch self {
    case .function: .text("function", ellipsis: .middle, minimum: 20)
    case .place: .text("file:line", ellipsis: .leading)
    case .calls: .numbers("calls")
    case .inner: .numbers("inner")
    case .errors: .numbers("errors")
    case .abandoned: .numbers("abandoned")
    case .total: .numbers("total")
    case .own: .numbers("self")
    case .mean: .numbers("mean ± σ")
    case .median: .numbers("median")
    case .p95: .numbers("p95")
    case .p99: .numbers("p99")
    case .latency: .numbers("latency")
    case .range: .numbers("min … max")
    case .delta: .numbers("delta")
    }
  }
}

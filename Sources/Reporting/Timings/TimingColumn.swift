/// The columns of a timing table, in their order.
enum TimingColumn: Hashable, Sendable, CaseIterable {
  case function
  /// File and line, where one target named several functions.
  case place
  case calls
  /// Calls made while the function was already running in the same thread.
  case inner
  case errors
  case total
  case own
  case mean
  case median
  case range
  case delta

  var layout: Table.Column {
    switch self {
    case .function: .text("function", ellipsis: .middle, minimum: 20)
    case .place: .text("file:line", ellipsis: .leading)
    case .calls: .numbers("calls")
    case .inner: .numbers("inner")
    case .errors: .numbers("errors")
    case .total: .numbers("total")
    case .own: .numbers("self")
    case .mean: .numbers("mean ± σ")
    case .median: .numbers("median")
    case .range: .numbers("min … max")
    case .delta: .numbers("delta")
    }
  }
}

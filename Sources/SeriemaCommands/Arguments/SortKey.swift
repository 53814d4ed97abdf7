internal import ArgumentParser
internal import Reporting

/// What the rows of the table are sorted by; the names of Python's own sampler are understood.
enum SortKey: String, CaseIterable, ExpressibleByArgument {
  case own = "self"
  case total
  case name
  case file
  case tottime
  case cumtime
  case nsamples
  case nsamplesCumulative = "nsamples-cumul"
  case samplePercent = "sample-pct"
  case cumulativePercent = "cumul-pct"

  var order: HotspotOrder {
    switch self {
    case .own, .tottime, .nsamples, .samplePercent: .own
    case .total, .cumtime, .nsamplesCumulative, .cumulativePercent: .total
    case .name: .function
    case .file: .file
    }
  }

  /// Shown by `--help`; the other names work as well.
  static var allValueStrings: [String] { ["self", "total", "name", "file"] }
}

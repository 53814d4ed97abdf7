internal import ArgumentParser

/// `10000`, `10khz`, `10k`, `1mhz`: ticks a second.
struct SamplingRate: ExpressibleByArgument {
  /// In Hz, over 0 and up to 1,000,000.
  let hertz: Double

  static let maximum = 1_000_000.0

  init(hertz: Double) {
    self.hertz = hertz
  }

  init?(argument: String) {
    let text = argument.lowercased()
    let units: [(suffix: String, factor: Double)] = [
      ("mhz", 1e6), ("khz", 1e3), ("hz", 1), ("k", 1e3), ("m", 1e6), ("", 1),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Double(text.dropLast(unit.suffix.count)), number.isFinite
    else { return nil }
    let hertz = number * unit.factor
    guard hertz > 0, hertz <= Self.maximum else { return nil }
    self.hertz = hertz
  }

  var defaultValueDescription: String { "1khz" }
}

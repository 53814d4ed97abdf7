internal import ArgumentParser
internal import ProfileModel

/// `30`, `1.5`, `500ms`, `2m`, `1h`: a length of time.
struct DurationArgument: ExpressibleByArgument {
  let nanoseconds: Nanoseconds

  init?(argument: String) {
    let text = argument.lowercased()
    let units: [(suffix: String, seconds: Double)] = [
      ("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("", 1),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Double(text.dropLast(unit.suffix.count)), number.isFinite, number > 0
    else { return nil }
    nanoseconds = Nanoseconds(seconds: number * unit.seconds)
  }
}

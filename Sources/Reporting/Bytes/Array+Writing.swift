/// Text and numbers as bytes, without a `String` for each.
extension [UInt8] {
  /// Whether there is so much that it is better handed over before more is written.
  var isLong: Bool { count >= 65_536 }

  /// Adds `text` in UTF-8, as it is.
  mutating func write(_ text: String) {
    append(contentsOf: text.utf8)
  }

  /// Adds the decimal digits of `value`.
  mutating func write(_ value: some FixedWidthInteger) {
    if value < 0 { append(UInt8(ascii: "-")) }
    writeDigits(UInt64(truncatingIfNeeded: value.magnitude), atLeast: 1)
  }

  /// Adds `value` divided by ten to the power of `decimals`, exactly and without needless zeros, such as `12.5`.
  mutating func write(_ value: Int64, decimals: Int) {
    var unit: UInt64 = 1
    for _ in 0..<decimals { unit *= 10 }
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    if value < 0 { append(UInt8(ascii: "-")) }
    writeDigits(whole, atLeast: 1)
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    writeDigits(fraction, atLeast: decimals)
    while last == UInt8(ascii: "0") { removeLast() }
  }

  private mutating func writeDigits(_ value: UInt64, atLeast least: Int) {
    if value < 10, least <= 1 { return append(UInt8(truncatingIfNeeded: value) &+ UInt8(ascii: "0")) }
    // From the last digit to the first; no number has more than twenty.
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var first = 20
    var rest = value
    while rest > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      digits[first] = UInt8(truncatingIfNeeded: digit) &+ UInt8(ascii: "0")
      rest = quotient
    }
    first = Swift.min(first, 20 - least)
    append(addingCapacity: 20 - first) { span in
      for index in first..<20 { span.append(digits[index]) }
    }
  }
}

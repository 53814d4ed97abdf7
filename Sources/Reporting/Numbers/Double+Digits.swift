extension Double {
  /// The value with exactly `decimals` digits after the point, halves rounded away from zero.
  ///
  /// Written here because a formatter would need Foundation. Beyond 10^15 the shortest form that Swift prints is used.
  func digits(decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (magnitude * Double(scale)).rounded()
    guard scaled < 1e15 else { return description }
    let (whole, fraction) = Int(scaled).quotientAndRemainder(dividingBy: scale)
    let sign = self < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let tail = String(fraction)
    return sign + "\(whole)." + String(repeating: "0", count: decimals - tail.count) + tail
  }

  /// How many decimals show three significant digits of a value from 1 to 1,000: two, one or none.
  var decimalsForThreeDigits: Int {
    // The limits are where rounding gains a digit: 9.996 is 10.0, not 10.00.
    magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0
  }
}

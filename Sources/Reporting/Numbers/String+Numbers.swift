package import ProfileModel

extension String {
  /// A length of time with three significant digits, such as `12.3 ms` or `2.00 min`.
  package init(duration: Nanoseconds) {
    self.init(nanoseconds: Double(duration.rawValue))
  }

  /// A length of time in nanoseconds, which need not be whole, with three significant digits.
  package init(nanoseconds: Double) {
    guard nanoseconds != 0 else {
      self = "0 s"
      return
    }
    let unit = DurationUnit.fitting(nanoseconds)
    let value = nanoseconds / unit.nanoseconds
    self = value.digits(decimals: value.decimalsForThreeDigits) + " " + unit.name
  }

  /// A mean and its standard deviation in the mean's unit and precision, such as `12.3 ± 0.4 µs`.
  /// - Parameter deviation: In nanoseconds; nil, where one call has none, is shown as `–`.
  package init(mean: Double, deviation: Double?) {
    let unit = DurationUnit.fitting(mean)
    let value = mean / unit.nanoseconds
    let decimals = value.decimalsForThreeDigits
    let spread = deviation.map { ($0 / unit.nanoseconds).digits(decimals: decimals) } ?? "–"
    self = value.digits(decimals: decimals) + " ± " + spread + " " + unit.name
  }

  /// A share from 0 to 1 as a number of percent without its sign, such as `12.3`.
  ///
  /// What is not zero never looks like zero: it is at least `<0.1`.
  package init(percent share: Double, decimals: Int = 1) {
    let smallest = decimals == 1 ? 0.1 : 0.01
    if share > 0, share * 100 < smallest / 2 {
      self = "<" + smallest.digits(decimals: decimals)
    } else {
      self = (share * 100).digits(decimals: decimals)
    }
  }

  /// A count with its thousands set apart, such as `1,234,567`.
  package init(count: Int) {
    let digits = String(count.magnitude)
    var text = count < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    self = text
  }

  /// A count and what is counted, such as `1 thread` or `1,200 threads`.
  /// - Parameter noun: In the singular, of those that take a plain `s`.
  package init(count: Int, of noun: String) {
    self = String(count: count) + " " + noun + (count == 1 ? "" : "s")
  }

  /// A rate in hertz with three significant digits, such as `9.98 kHz`; a round one is short: `1 kHz`.
  package init(rate hertz: Double) {
    var text = String(frequency: hertz)
    if let point = text.firstIndex(of: "."), let space = text.firstIndex(of: " ") {
      var end = space
      while end > point, text[text.index(before: end)] == "0" || text[text.index(before: end)] == "." {
        end = text.index(before: end)
      }
      text.removeSubrange(end..<space)
    }
    self = text
  }

  /// A frequency in hertz with exactly three significant digits, such as `2.50 GHz`.
  package init(frequency hertz: Double) {
    var value = hertz
    var unit = "Hz"
    for larger in ["kHz", "MHz", "GHz"] where value >= 999.5 {
      value /= 1000
      unit = larger
    }
    self = value.digits(decimals: value.decimalsForThreeDigits) + " " + unit
  }
}

extension String {
  /// A change as a share of what was, in percent: `+3.2 %`, `−0.4 %`, and `0.0 %` for none.
  init(change: Double, decimals: Int = 1) {
    let digits = (change * 100).digits(decimals: decimals)
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    self = (change > 0 && !isZero ? "+" : "") + digits + " %"
  }

  /// Half the width of an interval, or a limit: `±4.1 %`.
  package init(margin: Double) {
    let percent = margin * 100
    self = "±" + percent.digits(decimals: percent < 0.995 ? 2 : 1) + " %"
  }
}

/// A length of time in nanoseconds.
///
/// Negative only as the difference of two lengths, never as a measurement.
package struct Nanoseconds: Hashable, Sendable {
  /// The length, in nanoseconds.
  package var rawValue: Int64

  package init(_ rawValue: Int64) {
    self.rawValue = rawValue
  }

  package static let zero = Nanoseconds(0)

  /// The length of `seconds`, rounded to the nearest nanosecond; out of range is clamped.
  package init(seconds: Double) {
    let nanoseconds = (seconds * 1e9).rounded()
    if nanoseconds >= 9.2e18 {
      self.init(.max)
    } else if nanoseconds <= -9.2e18 || nanoseconds.isNaN {
      self.init(nanoseconds.isNaN ? 0 : .min)
    } else {
      self.init(Int64(nanoseconds))
    }
  }

  /// The length in seconds.
  package var seconds: Double { Double(rawValue) / 1e9 }
}

extension Nanoseconds: Comparable, AdditiveArithmetic {
  package static func < (left: Nanoseconds, right: Nanoseconds) -> Bool { left.rawValue < right.rawValue }
  package static func + (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
    Nanoseconds(left.rawValue &+ right.rawValue)
  }
  package static func - (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
    Nanoseconds(left.rawValue &- right.rawValue)
  }
}

/// A version of CPython.
package struct PythonVersion: Hashable, Sendable {
  package var major: Int
  package var minor: Int
  package var micro: Int
  /// The release level in the upper four bits (10 alpha, 11 beta, 12 candidate, 15 final), its serial in the lower.
  package var release: UInt8 = 0xf0

  package init(_ major: Int, _ minor: Int, _ micro: Int = 0) {
    self.major = major
    self.minor = minor
    self.micro = micro
  }

  /// - Parameter hexadecimal: `PY_VERSION_HEX`: major, minor, micro and release, a byte each.
  package init(hexadecimal: UInt32) {
    self.init(Int(hexadecimal >> 24), Int(hexadecimal >> 16 & 0xff), Int(hexadecimal >> 8 & 0xff))
    release = UInt8(truncatingIfNeeded: hexadecimal)
  }
}

extension PythonVersion: Comparable {
  package static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    (left.major, left.minor, left.micro, left.release) < (right.major, right.minor, right.micro, right.release)
  }
}

extension PythonVersion: CustomStringConvertible {
  /// Such as `3.13.1` or `3.15.0rc2`.
  package var description: String {
    let levels: [UInt8: String] = [0xa: "a", 0xb: "b", 0xc: "rc"]
    let number = "\(major).\(minor).\(micro)"
    return levels[release >> 4].map { "\(number)\($0)\(release & 0xf)" } ?? number
  }
}

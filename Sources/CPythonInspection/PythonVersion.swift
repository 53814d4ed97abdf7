/// A version of CPython, as `PY_VERSION_HEX` writes it.
package struct PythonVersion: Hashable, Sendable {
  package var major: Int
  package var minor: Int
  package var micro: Int

  package init(_ major: Int, _ minor: Int, _ micro: Int = 0) {
    self.major = major
    self.minor = minor
    self.micro = micro
  }

  /// - Parameter hexadecimal: `PY_VERSION_HEX`: major, minor, micro, and the release level with its serial, a byte each.
  package init(hexadecimal: UInt32) {
    self.init(Int(hexadecimal >> 24), Int(hexadecimal >> 16 & 0xff), Int(hexadecimal >> 8 & 0xff))
  }
}

extension PythonVersion: Comparable {
  package static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    (left.major, left.minor, left.micro) < (right.major, right.minor, right.micro)
  }
}

extension PythonVersion: CustomStringConvertible {
  package var description: String { "\(major).\(minor).\(micro)" }
}

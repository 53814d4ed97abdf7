/// A version of CPython as the interpreter tells it.
package struct PythonVersion: Hashable, Sendable {
  /// `PY_VERSION_HEX`: a byte each for major, minor and micro, then release level and serial.
  package let hexadecimal: UInt32

  package var major: Int { Int(hexadecimal >> 24) }
  package var minor: Int { Int(hexadecimal >> 16 & 0xFF) }
  package var micro: Int { Int(hexadecimal >> 8 & 0xFF) }
}

extension PythonVersion: CustomStringConvertible {
  /// Such as `3.13.1` or `3.15.0rc2`.
  package var description: String {
    let levels: [UInt32: String] = [0xA: "a", 0xB: "b", 0xC: "rc"]
    let release = "\(major).\(minor).\(micro)"
    guard let level = levels[hexadecimal >> 4 & 0xF] else { return release }
    return release + level + String(hexadecimal & 0xF)
  }
}

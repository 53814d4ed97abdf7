/// A process, by its id in our PID namespace.
package struct ProcessID: Hashable, Sendable {
  package let rawValue: Int32

  package init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }
}

extension ProcessID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}

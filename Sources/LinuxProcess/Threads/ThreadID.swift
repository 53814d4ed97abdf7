/// A thread, by the kernel's id (`gettid`) in our PID namespace.
package struct ThreadID: Hashable, Sendable {
  package let rawValue: Int32

  package init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }
}

extension ThreadID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}

/// An address in another process.
///
/// Arithmetic wraps: addresses are read from memory that may change under us, and a wrong one must fail in the
/// kernel, not trap here.
package struct RemoteAddress: Hashable, Sendable {
  package let rawValue: UInt64

  package init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  package static let null = RemoteAddress(0)

  package var isNull: Bool { rawValue == 0 }

  package static func + (base: RemoteAddress, offset: Int) -> RemoteAddress {
    RemoteAddress(base.rawValue &+ UInt64(bitPattern: Int64(offset)))
  }
}

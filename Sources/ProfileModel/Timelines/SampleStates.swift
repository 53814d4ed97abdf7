/// What a thread was at when it was sampled, as far as that was known: beside what is so there is what is known at all.
package struct SampleStates: Hashable, Sendable {
  /// What can be so, whatever functions the thread is in.
  package enum State: Int, CaseIterable, Hashable, Sendable {
    /// It had the GIL.
    case holdsGIL
    /// It waited for the GIL.
    case waitsForGIL
    /// It ran a garbage collection, or what that called.
    case collectsGarbage
    /// It had an exception: raised and not yet caught, or being handled.
    case hasException
  }

  /// The lower four bits say what is so, the upper four what is known, each in the order of `State`.
  package let rawValue: UInt8

  /// Nothing is known.
  package static let unknown = SampleStates()

  package init() {
    rawValue = 0
  }

  /// - Returns: nil where something is so that is not known.
  package init?(rawValue: UInt8) {
    guard rawValue & 0xf & ~(rawValue >> 4) == 0 else { return nil }
    self.rawValue = rawValue
  }

  private init(_ bits: UInt8) {
    rawValue = bits
  }

  /// The same with one more that is known; nil leaves it unknown.
  package func with(_ state: State, _ isSo: Bool?) -> SampleStates {
    guard let isSo else { return self }
    let bit = UInt8(1) << UInt8(state.rawValue)
    return SampleStates((isSo ? rawValue | bit : rawValue & ~bit) | bit << 4)
  }

  /// Whether a state is so; nil where that is not known.
  package subscript(state: State) -> Bool? {
    let bit = UInt8(1) << UInt8(state.rawValue)
    return rawValue & bit << 4 == 0 ? nil : rawValue & bit != 0
  }
}

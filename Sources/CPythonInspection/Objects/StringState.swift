/// `state` of `PyASCIIObject`: how a `str` is stored.
struct StringState {
  /// Bytes of a character: 1, 2 or 4; anything else is none of a `str`.
  let width: Int
  /// Its characters follow the object's fields.
  let isCompact: Bool
  let isASCII: Bool

  /// Two bits say before it whether the string is interned. The free-threaded builds from 3.14 on have a byte for that.
  static let usualKindBit = 2
  static let lateKindBit = 8

  /// - Parameter kindBit: Where `kind` begins, of three bits; `compact` and `ascii` follow.
  init(_ word: UInt32, kindBit: Int) {
    let bits = word >> UInt32(kindBit)
    width = Int(bits & 7)
    isCompact = bits >> 3 & 1 == 1
    isASCII = bits >> 4 & 1 == 1
  }

  var isValid: Bool { width == 1 || width == 2 || width == 4 }
}

internal import LinuxProcess

extension ObjectReader {
  /// The beginning of a `str`.
  struct Characters {
    /// Code points, which may be lone surrogates.
    var scalars: [UInt32]
    /// Of the whole.
    var count: Int

    /// Lone surrogates as U+FFFD.
    var text: String {
      var view = String.UnicodeScalarView()
      for scalar in scalars { view.append(UnicodeScalar(scalar) ?? "\u{fffd}") }
      return String(view)
    }
  }

  /// A `str` of any form.
  ///
  /// - Parameter limit: Characters to read.
  func string(at address: UInt64, limit: Int) -> Characters? {
    guard let length: Int = word(address, objects.stringLength), length >= 0, length < 1 << 40,
      let state: UInt32 = word(address, objects.stringState)
    else { return nil }
    let form = StringState(state, kindBit: objects.stringKindBit)
    guard form.isValid else { return nil }
    let width = form.width
    let count = min(length, limit)
    var start = address &+ UInt64(form.isASCII ? objects.asciiText : objects.compactText)
    if !form.isCompact {
      // To 3.11 there are strings that point at their text.
      guard let data: UInt64 = word(address, objects.compactText) else { return nil }
      start = data
    }
    guard let bytes = bytes(start, count: count * width) else { return nil }
    var scalars: [UInt32] = []
    scalars.reserveCapacity(count)
    for start in stride(from: 0, to: bytes.count, by: width) {
      var value: UInt32 = 0
      for place in 0..<width { value |= UInt32(bytes[start + place]) << UInt32(8 * place) }
      scalars.append(value)
    }
    return Characters(scalars: scalars, count: length)
  }

  /// A `str` whose text is the name of something, whole.
  func name(at address: UInt64, limit: Int = 4096) -> String? {
    string(at: address, limit: limit).map { $0.count > limit ? $0.text + "…" : $0.text }
  }

  /// An `int` that fits; nil for others.
  func integer(at address: UInt64) -> UInt64? {
    guard let digits = digits(at: address, limit: 3), !digits.isNegative, digits.count <= 3 else { return nil }
    var value: UInt64 = 0
    for (place, digit) in digits.digits.enumerated() {
      if place == 2, digit >= 16 { return nil }
      value |= UInt64(digit) << UInt64(30 * place)
    }
    return value
  }

  /// An `int`.
  struct Digits {
    /// Of 30 bits, the lowest first; as many as were asked for.
    var digits: [UInt32]
    /// How many it has.
    var count: Int
    var isNegative: Bool

    /// The digits as decimal ones, without the sign.
    var decimal: String {
      // In base 10⁹, the lowest first: each digit of base 2³⁰ is multiplied in.
      var parts: [UInt64] = [0]
      for digit in digits.reversed() {
        var carry = UInt64(digit)
        for place in parts.indices {
          let value = parts[place] << 30 | carry
          parts[place] = value % 1_000_000_000
          carry = value / 1_000_000_000
        }
        while carry > 0 {
          parts.append(carry % 1_000_000_000)
          carry /= 1_000_000_000
        }
      }
      var text = String(parts[parts.count - 1])
      for part in parts.dropLast().reversed() {
        let digits = String(part)
        text += String(repeating: "0", count: 9 - digits.count) + digits
      }
      return text
    }
  }

  /// - Parameter limit: Digits to read.
  func digits(at address: UInt64, limit: Int) -> Digits? {
    guard let head: Int = word(address, layout.int.head) else { return nil }
    let count: Int
    let isNegative: Bool
    if layout.int.hasTag {
      let sign = head & 3
      guard sign < 3, head >= 0 else { return nil }
      count = sign == 1 ? 0 : head >> 3
      isNegative = sign == 2
    } else {
      guard head > Int.min else { return nil }
      count = abs(head)
      isNegative = head < 0
    }
    guard count < 1 << 40, let bytes = bytes(address, layout.int.digits, count: 4 * min(count, limit)) else {
      return nil
    }
    let digits: [UInt32] = (0..<min(count, limit)).compactMap { try? bytes.read(Field(4 * $0)) }
    guard digits.allSatisfy({ $0 < 1 << 30 }) else { return nil }
    return Digits(digits: digits, count: count, isNegative: isNegative)
  }

  func float(_ address: UInt64, _ offset: Int) -> Double? {
    word(address, offset).map { Double(bitPattern: $0) }
  }
}

/// Writes values as Python's `repr` does.
enum PythonText {
  /// A `str` in quotes.
  ///
  /// Source: `unicode_repr` of `Objects/unicodeobject.c`: double quotes only where that saves escapes.
  static func quoted(_ scalars: [UInt32]) -> String {
    let hasSingle = scalars.contains(0x27)
    let quote: UInt32 = hasSingle && !scalars.contains(0x22) ? 0x22 : 0x27
    let mark = quote == 0x22 ? "\"" : "'"
    return mark + escaped(scalars, quote: quote) + mark
  }

  /// A `bytes` in quotes.
  static func quoted(_ bytes: [UInt8]) -> String {
    let hasSingle = bytes.contains(0x27)
    let mark = hasSingle && !bytes.contains(0x22) ? "\"" : "'"
    let quote: UInt32 = mark == "\"" ? 0x22 : 0x27
    var text = "b" + mark
    for byte in bytes {
      text += byte < 0x80 ? escaped(CollectionOfOne(UInt32(byte)), quote: quote) : hexadecimal(UInt32(byte), 2, "x")
    }
    return text + mark
  }

  /// Code points with all that is not printable as an escape.
  ///
  /// - Parameter quote: The quote around them; nil for text without quotes, such as a name.
  static func escaped(_ scalars: some Sequence<UInt32>, quote: UInt32?) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars {
      switch value {
      case 0x5c where quote != nil: text.append(contentsOf: "\\\\".unicodeScalars)
      case 0x0a: text.append(contentsOf: "\\n".unicodeScalars)
      case 0x0d: text.append(contentsOf: "\\r".unicodeScalars)
      case 0x09: text.append(contentsOf: "\\t".unicodeScalars)
      case quote: text.append(contentsOf: "\\".unicodeScalars + [UnicodeScalar(value) ?? "?"])
      default:
        if let scalar = UnicodeScalar(value), isPrintable(scalar) {
          text.append(scalar)
        } else if value < 0x100 {
          text.append(contentsOf: hexadecimal(value, 2, "x").unicodeScalars)
        } else if value < 0x10000 {
          text.append(contentsOf: hexadecimal(value, 4, "u").unicodeScalars)
        } else {
          text.append(contentsOf: hexadecimal(value, 8, "U").unicodeScalars)
        }
      }
    }
    return String(text)
  }

  /// A `float`.
  ///
  /// Source: `float_repr` of `Objects/floatobject.c`: the shortest digits that give the same number again, with an
  /// exponent from 10¹⁶ on and below 10⁻⁴.
  static func float(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.magnitude >= 1e16 || !value.isFinite || value.magnitude < 1e15 { return trimmed(value.description) }
    // Ours changes over to an exponent at 2⁵⁴; the digits are whole here.
    return value < 0 ? "-\(Int64(value.magnitude)).0" : "\(Int64(value)).0"
  }

  /// Python writes `1e+16` for what we write as `1e+16`, and two digits of exponent at least.
  private static func trimmed(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e") else { return text }
    var mantissa = text[..<mark]
    if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
    let exponent = text[text.index(after: mark)...]
    let sign = exponent.first == "-" ? "-" : "+"
    let digits = exponent.drop { !$0.isNumber }
    return "\(mantissa)e\(sign)\(digits.count == 1 ? "0" : "")\(digits)"
  }

  /// A `complex`, such as `(1-2j)` or `3j`.
  static func complex(_ real: Double, _ imaginary: Double) -> String {
    func part(_ value: Double) -> String {
      let text = float(value)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    if real == 0, real.sign == .plus { return part(imaginary) + "j" }
    let sign = imaginary.sign == .minus && !imaginary.isNaN ? "" : "+"
    return "(\(part(real))\(sign)\(part(imaginary))j)"
  }

  private static func hexadecimal(_ value: UInt32, _ width: Int, _ letter: String) -> String {
    let digits = String(value, radix: 16)
    return "\\\(letter)" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `str.isprintable` of one character.
  ///
  /// Source: general categories Other and Separator are not printable, but for the space.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7f }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}

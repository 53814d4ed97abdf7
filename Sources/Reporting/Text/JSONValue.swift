/// A JSON document, written without Foundation; members of an object keep their order.
///
/// Source: RFC 8259.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  /// Not finite is `null`.
  case double(Double)
  case string(String)
  case array([JSONValue])
  /// In this order.
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONValue

    init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object of these members.
  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }

  init(_ value: Double?) {
    self = value.map(JSONValue.double) ?? .null
  }

  init(_ value: String?) {
    self = value.map(JSONValue.string) ?? .null
  }

  /// The text, objects one member to a line; arrays of plain values in one line.
  var text: String {
    var result = ""
    write(to: &result, indent: 0)
    return result
  }

  private var isPlain: Bool {
    switch self {
    case .array(let values): values.allSatisfy(\.isPlain)
    case .object: false
    default: true
    }
  }

  private func write(to result: inout String, indent: Int) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .int(let value): result += String(value)
    case .double(let value): result += value.isFinite ? value.description : "null"
    case .string(let text): Self.write(text, to: &result)
    case .array(let values):
      Self.write(values, in: "[", "]", isPlain ? nil : indent, to: &result) { value, result in
        value.write(to: &result, indent: indent + 2)
      }
    case .object(let members):
      Self.write(members, in: "{", "}", indent, to: &result) { member, result in
        Self.write(member.name, to: &result)
        result += ": "
        member.value.write(to: &result, indent: indent + 2)
      }
    }
  }

  /// - Parameter indent: Of the closing bracket; nil for all in one line.
  private static func write<Element>(
    _ elements: [Element], in open: String, _ close: String, _ indent: Int?, to result: inout String,
    body: (Element, inout String) -> Void
  ) {
    result += open
    for (index, element) in elements.enumerated() {
      if index > 0 { result += indent == nil ? ", " : "," }
      if let indent { result += "\n" + String(repeating: " ", count: indent + 2) }
      body(element, &result)
    }
    if let indent, !elements.isEmpty { result += "\n" + String(repeating: " ", count: indent) }
    result += close
  }

  /// What a terminal would obey or hide is escaped, beyond what JSON asks for.
  private static func write(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where UntrustedText.isHidden(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}

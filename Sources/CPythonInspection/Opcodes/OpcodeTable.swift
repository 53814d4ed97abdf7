/// What the numbers of opcodes mean in a version of CPython, as they may stand in memory.
///
/// A compiler writes some of them; from 3.11 on the interpreter puts specialised forms in their place while it runs, and
/// from 3.12 on instrumented ones where a tool watches.
package struct OpcodeTable: Sendable {
  /// By number; empty where there is no opcode of it.
  package let names: [String]
  /// By number, the opcode that it stands for, which a compiler wrote; nil where it hides that. For those, itself.
  package let bases: [UInt8?]
  /// By number, how many units of inline cache follow.
  package let cacheCounts: [UInt8]
  /// Whether instructions change while they run.
  package let isAdaptive: Bool

  /// - Parameter words: A number, `=` and a name, with `/` and the units of cache where there are any, for what a compiler
  ///   or a tool writes; behind it, with `<` in place of `=`, what the interpreter may make of it.
  init(_ words: String) {
    var names = [String](repeating: "", count: 256)
    var bases = [UInt8?](repeating: nil, count: 256)
    var cacheCounts = [UInt8](repeating: 0, count: 256)
    var base: UInt8 = 0
    var isAdaptive = false
    for word in words.split(separator: " ") {
      guard let sign = word.firstIndex(where: { $0 == "=" || $0 == "<" }), let number = UInt8(word[..<sign]) else {
        continue
      }
      let parts = word[word.index(after: sign)...].split(separator: "/")
      names[Int(number)] = parts.first.map(String.init) ?? ""
      if word[sign] == "=" {
        base = number
        if parts.count > 1 { cacheCounts[Int(number)] = UInt8(parts[1]) ?? 0 }
      } else {
        isAdaptive = true
      }
      bases[Int(number)] = base
      cacheCounts[Int(number)] = cacheCounts[Int(base)]
    }
    for (number, name) in names.enumerated() where Self.hides(name) {
      let hidden = name.hasPrefix(Self.instrumented) ? String(name.dropFirst(Self.instrumented.count)) : ""
      let original = hidden.isEmpty ? nil : names.firstIndex(of: hidden)
      bases[number] = original.map { UInt8($0) }
      cacheCounts[number] = original.map { cacheCounts[$0] } ?? 0
    }
    self.names = names
    self.bases = bases
    self.cacheCounts = cacheCounts
    self.isAdaptive = isAdaptive
  }

  private static let instrumented = "INSTRUMENTED_"

  /// Whether an opcode stands in the place of another that is no form of it: of a watched one, or of compiled code.
  private static func hides(_ name: String) -> Bool {
    name.hasPrefix(instrumented) || name == "ENTER_EXECUTOR" || name == "TRACE_RECORD"
  }

  /// - Returns: nil for a version of which they are not known.
  package init?(of version: PythonVersion) {
    guard version.major == 3 else { return nil }
    switch version.minor {
    case 8: self = .python3_8
    case 9: self = .python3_9
    case 10: self = .python3_10
    case 11: self = .python3_11
    case 12: self = .python3_12
    case 13: self = .python3_13
    case 14: self = .python3_14
    case 15: self = .python3_15
    default: return nil
    }
  }
}

internal import Glibc

/// The environment of this process.
enum Environment {
  /// By name; of a name that occurs twice, the first, as getenv(3) has it.
  static var current: [String: String] {
    Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The working directory; empty when it has been removed.
  static var workingDirectory: String {
    guard let path = unsafe getcwd(nil, 0) else { return "" }
    // Allocated by getcwd for the caller.
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// Where a private folder can be made: `TMPDIR`, or `/tmp`. Absolute.
  static var temporaryDirectory: String {
    current["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
  }

  /// `NAME=value`, with changes laid over; nil removes.
  static func with(_ changes: [String: String?]) -> [String] {
    let kept = entries.filter { !changes.keys.contains($0.name) }.map { "\($0.name)=\($0.value)" }
    let added = changes.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\(name)=\($0)" } }
    return kept + added
  }

  private static var entries: [(name: String, value: String)] {
    var entries: [(String, String)] = []
    var next = unsafe environ
    // A list of strings that ends in a null pointer; nobody changes it while we are single-minded about reading.
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        entries.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
      }
      unsafe next += 1
    }
    return entries
  }
}

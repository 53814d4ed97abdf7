/// The command line of a Python that somebody else started.
struct ProcessWords {
  private let words: [String]

  init(_ words: [String]) {
    self.words = words
  }

  /// Python's options that are followed by a value in a word of its own.
  private static let valueOptions: Set<String> = ["-W", "-X", "--check-hash-based-pycs"]

  /// Names that a user may call the module by that runs as `__main__`.
  var mainModules: Set<String> {
    var index = 1
    while index < words.count {
      let word = words[index]
      if word == "-m" {
        guard index + 1 < words.count else { break }
        return ["__main__", words[index + 1], "\(words[index + 1]).__main__"]
      }
      if word == "-c" || word == "-" { break }
      if Self.valueOptions.contains(word) {
        index += 2
      } else if word.hasPrefix("-") {
        index += 1
      } else {
        let name = word.split(separator: "/").last.map(String.init) ?? word
        return ["__main__", name.hasSuffix(".py") ? String(name.dropLast(3)) : name]
      }
    }
    return ["__main__"]
  }
}

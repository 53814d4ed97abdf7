/// Tells our own options from the program that is to be started, and from that program's.
///
/// As with `python`, the first word that is no option begins the program, and `-m MODULE` does too: everything from
/// there on is the program's. ArgumentParser knows no option that ends all options, so the border is marked before it
/// parses: by `--`, and behind it a word that says what begins there.
enum ProgramWords {
  /// What stands behind the mark.
  enum Kind: String {
    case script = "script:"
    case module = "module:"
    /// After a `--` of the user's own.
    case command = "command:"
  }

  /// Subcommands that start a program.
  static let subcommands = ["run", "time"]
  /// Options of theirs that are followed by a value in a word of its own.
  static let valueOptions = [
    "-r", "--sampling-rate", "-d", "--duration", "-o", "--output", "-l", "--limit", "--sort", "--mode", "--python",
    "-t", "--target", "--json", "--markdown", "--clock", "--pid", "--repeat", "--against", "--until", "--baseline",
    "--fail-above", "--compression", "--vs", "--diff-flamegraph", "--stop-budget", "--push", "--push-name",
    "--push-every", "--calls", "--setup", "--arguments",
  ]

  /// The words of the command line with the border marked.
  static func marked(_ words: [String]) -> [String] {
    guard let first = words.first, subcommands.contains(first) else { return words }
    var index = 1
    while index < words.count {
      let word = words[index]
      if word == "--" {
        let rest = words[(index + 1)...]
        if rest.first == "-m" { return words[..<index] + ["--", Kind.module.rawValue] + rest.dropFirst() }
        return words[..<index] + ["--", Kind.command.rawValue] + rest
      }
      if word == "-m" { return words[..<index] + ["--", Kind.module.rawValue] + words[(index + 1)...] }
      if valueOptions.contains(word) {
        index += 2
      } else if word.hasPrefix("-"), word.count > 1 {
        index += 1
      } else {
        return words[..<index] + ["--", Kind.script.rawValue] + words[index...]
      }
    }
    return words
  }
}

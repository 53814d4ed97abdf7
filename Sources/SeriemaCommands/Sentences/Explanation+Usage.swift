internal import ArgumentParser
internal import Sampling

extension Explanation {
  /// A command line that could not be understood.
  ///
  /// - Parameters:
  ///   - message: The argument parser's own sentence.
  ///   - subcommand: The first word of the command line.
  init(wrongUsage message: String, of subcommand: String?) {
    let sentence = message.split(separator: "\n").first.map(String.init) ?? "the command line was not understood"
    let known = SeriemaCommand.configuration.subcommands.map { $0.configuration.commandName }
    let command = subcommand.flatMap { known.contains($0) ? "seriema \($0)" : nil } ?? "seriema"
    let lowered = sentence.prefix(1).lowercased() + sentence.dropFirst()
    let what = lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
    self.init(
      what, why: Self.forms.first { what.contains("'\($0.option)") || what.contains(" \($0.option) ") }?.form,
      next: "\(command) --help", exitStatus: 64)
  }

  /// That instructions are told apart for nobody.
  static let untoldInstructions = Explanation(
    "--opcodes changes nothing here", why: "no report that is written tells instructions",
    next: "--heatmap, or --binary and later seriema replay --heatmap")

  /// What the value of an option has to look like.
  private static let forms: [(option: String, form: String)] = [
    ("-r", "a rate is a number of samples a second over 0 and up to 1,000,000, such as 500, 10khz or 10k"),
    ("--sampling-rate", "a rate is a number of samples a second over 0 and up to 1,000,000, such as 500, 10khz or 10k"),
    ("-d", "a duration is a number over 0, such as 30, 1.5, 500ms or 2m"),
    ("--duration", "a duration is a number over 0, such as 30, 1.5, 500ms or 2m"),
    ("--push-every", "a duration is a number over 0, such as 30, 1.5, 500ms or 2m"),
    ("-l", "a limit is a whole number of rows; 0 is all"),
    ("--limit", "a limit is a whole number of rows; 0 is all"),
    ("--until", "a percentage is a number over 0, such as 2% or 0.5"),
    ("--fail-above", "a percentage is a number over 0, such as 5% or 0.5"),
    ("--repeat", "a number of runs is whole, from 1 to 10,000"),
    ("--mode", "a mode is one of " + SamplingOptions.Mode.allCases.map(\.rawValue).joined(separator: ", ")),
    ("--sort", "a table can be sorted by self, total, name or file"),
    ("--compression", "compression is one of auto, zstd, none"),
    ("<pid>", "a PID is a whole number"),
  ]
}

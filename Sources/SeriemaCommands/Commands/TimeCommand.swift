internal import ArgumentParser

/// `seriema time`: times the named functions of a program.
struct TimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "time", abstract: "Time the named functions.")
}

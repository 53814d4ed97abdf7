import ArgumentParser
import Testing

@testable import SeriemaCommands

@Suite struct HelpTests {
  @Test(arguments: ["", "run", "attach", "replay", "diff", "dump", "time", "compare", "doctor", "python-path"])
  func opensWithCommandsToPaste(_ subcommand: String) throws {
    let command: any ParsableCommand.Type =
      switch subcommand {
      case "run": RunCommand.self
      case "attach": AttachCommand.self
      case "replay": ReplayCommand.self
      case "diff": DiffCommand.self
      case "dump": DumpCommand.self
      case "time": TimeCommand.self
      case "python-path": PythonPathCommand.self
      case "compare": CompareCommand.self
      case "doctor": DoctorCommand.self
      default: SeriemaCommand.self
      }
    let help = SeriemaCommand.helpMessage(for: command, columns: 100)
    try checkGolden(help, against: "help\(subcommand.isEmpty ? "" : "-\(subcommand)").txt")
  }

  /// The border between our options and the program's is found before they are parsed, so the list must be complete.
  @Test func knowsEveryOptionWithAValue() {
    for command in [RunCommand.self, TimeCommand.self] as [any ParsableCommand.Type] {
      let help = SeriemaCommand.helpMessage(for: command, columns: 400)
      for line in help.split(separator: "\n") where line.hasPrefix("  -") && line.contains("<") {
        let names = line.split(separator: "<")[0].split(whereSeparator: { $0 == " " || $0 == "," })
        for name in names where name.hasPrefix("-") {
          #expect(ProgramWords.valueOptions.contains(String(name)), "\(name) of \(command)")
        }
      }
    }
  }
}

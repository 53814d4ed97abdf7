package import ArgumentParser
internal import Glibc

/// The program: its subcommands, and how their failures become a message and an exit status.
package struct SeriemaCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "seriema",
    abstract: """
      Find where a Python program spends its time, and prove that a fix helped.

        seriema run app.py                     find: whole-program hotspots, sampled from outside
        seriema run -m json.tool big.json      the same for a module
        seriema attach 4242 -d 10s             the same for a process that runs already
        seriema replay app.seriema             the same from a recording of seriema run --binary
        seriema diff base.seriema new.seriema  what changed between two recordings, and what is noise
        seriema dump 4242                      print what every thread is at, once
        seriema time -t app:parse app.py       time: exact durations of the named functions only
        seriema time --against HEAD~1 -t app:parse app.py   prove: how much faster, how sure
        seriema doctor 4242                    what keeps Seriema from a process, and what opens it
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self, AttachCommand.self, ReplayCommand.self, DiffCommand.self, DumpCommand.self, TimeCommand.self,
      CompareCommand.self,
      DoctorCommand.self, PythonPathCommand.self, BlockAgentCommand.self, BlockReportCommand.self,
    ])

  package init() {}

  /// Parses the process's arguments, does what they ask for, and ends the process.
  package static func start() -> Never {
    let words = ProgramWords.marked(Array(CommandLine.arguments.dropFirst()))
    do {
      var command = try command(from: words)
      try command.run()
      exit(withError: nil)
    } catch let failure as Explanation {
      StandardError().write(failure)
      Glibc.exit(failure.exitStatus)
    } catch {
      // Help and the version are no mistakes.
      if exitCode(for: error) == .success { exit(withError: error) }
      let failure = Explanation(wrongUsage: message(for: error), of: words.first)
      StandardError().write(failure)
      Glibc.exit(failure.exitStatus)
    }
  }

  /// As `parseAsRoot`, which reads the options of a subcommand once more to find out whether it takes the words.
  ///
  /// Help and mistakes are for `parseAsRoot`, which knows the command's whole name.
  private static func command(from words: [String]) throws -> any ParsableCommand {
    if let subcommand = configuration.subcommands.first(where: { $0.configuration.commandName == words.first }),
      let command = try? subcommand.parseAsRoot(Array(words.dropFirst())), type(of: command) == subcommand
    {
      return command
    }
    return try parseAsRoot(words)
  }
}

internal import ArgumentParser
internal import FunctionTiming

/// `seriema block-agent`: writes the agent's library to standard output, for the module `seriema`.
struct BlockAgentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "block-agent", shouldDisplay: false)

  func run() throws {
    try StandardOutput.write(PythonModule.agent)
  }
}

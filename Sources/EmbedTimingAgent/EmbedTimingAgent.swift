import Foundation
import PackagePlugin

/// Compiles the timing agent and turns its bytes, and those of its bootstrap, into Swift source.
///
/// The agent is no target of the package: SwiftPM links even a C-only dynamic library against the Swift runtime, and the
/// agent lives in processes that have none. Embedded, it needs no file beside the executable.
@main
struct EmbedTimingAgent: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let sources = context.package.directoryURL.appending(path: "Sources")
    let agent = sources.appending(path: "TimingAgent")
    let wire = sources.appending(path: "CTimingWire")
    let inputs = try [agent, wire, wire.appending(path: "include")].flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    }
    let script = agent.appending(path: "embed.sh")
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedAgent.swift")
    let compiler = try context.tool(named: "clang").url
    return [
      .buildCommand(
        displayName: "Embedding the timing agent",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path(), compiler.path(), agent.path(), wire.path(), output.path()],
        inputFiles: inputs.filter { !$0.hasDirectoryPath }.sorted { $0.path() < $1.path() },
        outputFiles: [output])
    ]
  }
}

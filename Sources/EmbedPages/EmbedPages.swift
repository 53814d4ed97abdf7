import Foundation
import PackagePlugin

/// Joins the files of each page under `Sources/Pages`, and turns them into Swift source.
///
/// Embedded, a page needs no file beside the executable.
@main
struct EmbedPages: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let pages = context.package.directoryURL.appending(path: "Sources/Pages")
    let script = pages.appending(path: "embed.sh")
    let parts = pages.appending(path: "PageParts")
    return try ["FlameGraph", "Heatmap", "Timings"].map { name in
      let folder = pages.appending(path: name)
      let inputs = try [parts, folder].flatMap {
        try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
      }
      let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(name).swift")
      return .buildCommand(
        displayName: "Embedding the page \(name)",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path(), parts.path(), folder.path(), "Embedded\(name)", output.path()],
        inputFiles: [script] + inputs.sorted { $0.path() < $1.path() },
        outputFiles: [output])
    }
  }
}

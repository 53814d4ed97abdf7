package import Foundation

/// A stripped program with the system's CPython inside, which exports none of CPython's symbols.
package struct StaticApplication {
  package let executable: URL

  /// Compiles it with what Debian's `python3-dev` brings.
  package init(in folder: TemporaryFolder) throws {
    executable = folder.url.appending(path: "application")
    let asked = try RunningProcess(
      URL(filePath: "/usr/bin/python3"),
      [
        "-c",
        "import sysconfig as s; print(s.get_path('include'), s.get_config_var('LIBPL'), s.get_config_var('LIBRARY'))",
      ]
    ).finish()
    let words = asked.text.split(whereSeparator: \.isWhitespace)
    guard words.count == 3 else {
      throw ProcessFailure(what: "has no headers", output: asked.output, error: Data(asked.error.utf8))
    }
    try CProgram.build(
      "embedding.c",
      ["-s", "-no-pie", "-I\(words[0])", "\(words[1])/\(words[2])", "-lm", "-lz", "-lexpat", "-ldl"],
      into: executable)
  }
}

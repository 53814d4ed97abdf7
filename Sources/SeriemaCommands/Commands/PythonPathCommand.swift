internal import ArgumentParser
internal import Glibc

/// `seriema python-path`: puts the module `seriema` where Python can import it, and prints the folder.
struct PythonPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "python-path",
    abstract: "Print the folder for PYTHONPATH from which programs can import seriema.",
    discussion: """
        PYTHONPATH=$(seriema python-path) python app.py

      With it a program times blocks of itself: with seriema.timed(before, after, compare=True): …
      """)

  func run() throws {
    let folder = try ModuleFolder(executable: Self.ownPath, environment: Environment.current)
    try folder.fill()
    try StandardOutput.write(folder.path + "\n")
  }

  /// Where this executable is.
  private static var ownPath: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return "" }
    // Allocated by realpath for the caller.
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}

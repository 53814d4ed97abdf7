internal import Glibc

/// The program that is to be started: an executable and its arguments.
struct PythonCommand {
  /// Full path of the executable.
  var executable: String
  /// With `argv[0]`.
  var arguments: [String]
  /// What stands for it in reports: `app.py`, `-m json.tool`.
  var title: String
  /// The words that start it again under another of our commands.
  var words: [String]
  /// The module that `-m` names.
  var module: String?
  /// The script's path, as it was given.
  var script: String?

  /// It was given after `--`, and may be anything.
  var isAnyCommand: Bool { words.first == "--" }

  /// Names that a user may call the module by that runs as `__main__`: `app` for `path/app.py`.
  var mainModules: Set<String> {
    if let module { return ["__main__", module, "\(module).__main__"] }
    guard let name = script?.split(separator: "/").last else { return ["__main__"] }
    return ["__main__", name.hasSuffix(".py") ? String(name.dropLast(3)) : String(name)]
  }

  /// - Parameters:
  ///   - words: As `ProgramWords` marked them.
  ///   - python: The interpreter that the user asked for.
  /// - Throws: When there is nothing to run, no Python, or no such script.
  init(_ words: [String], python: String?) throws(Explanation) {
    guard let mark = words.first, let kind = ProgramWords.Kind(rawValue: mark), let first = words.dropFirst().first
    else {
      throw Explanation(
        "there is no program to run", why: "neither a script nor -m MODULE was given",
        next: "seriema run app.py", exitStatus: 64)
    }
    let rest = Array(words.dropFirst(2))
    let interpreterOption = python.map { ["--python", $0] } ?? []
    switch kind {
    case .module:
      let interpreter = try Self.findPython(python)
      executable = interpreter
      arguments = [interpreter, "-m", first] + rest
      title = "-m \(first)"
      module = first
      self.words = interpreterOption + ["-m", first] + rest
    case .command where !first.hasSuffix(".py"):
      guard let path = Self.find(first) else {
        throw Explanation("cannot find the command \(first)", why: "it is not on PATH", next: "give its path")
      }
      executable = path
      arguments = [first] + rest
      title = first
      self.words = ["--", first] + rest
    case .script, .command:
      try Self.check(script: first)
      let interpreter = try Self.findPython(python)
      executable = interpreter
      arguments = [interpreter, first] + rest
      title = first
      script = first
      self.words = interpreterOption + [first] + rest
    }
  }

  /// An interpreter that calls functions, and runs no program.
  ///
  /// - Parameters:
  ///   - title: What stands for the program in reports.
  ///   - words: Those that ask for the calls.
  init(calling title: String, words: [String], python: String?) throws(Explanation) {
    let interpreter = try Self.findPython(python)
    executable = interpreter
    arguments = [interpreter]
    self.title = title
    self.words = (python.map { ["--python", $0] } ?? []) + words
  }

  private static func check(script: String) throws(Explanation) {
    guard unsafe access(script, F_OK) == 0 else {
      let number = errno
      let name = script.hasSuffix(".py") ? String(script.dropLast(3)) : script
      throw Explanation(
        "there is no script \(script)", why: systemError(number),
        next: "its path from here, -m \(name) if it is a module, or -- \(script) for any other command")
    }
    guard unsafe access(script, R_OK) == 0 else {
      throw Explanation("cannot read the script \(script)", why: systemError(errno))
    }
  }

  /// The Python that a shell would find: an active virtual environment's first, then the one on PATH.
  private static func findPython(_ chosen: String?) throws(Explanation) -> String {
    if let chosen {
      guard let path = find(chosen) else {
        throw Explanation(
          "cannot find the Python \(chosen)", why: "no such executable file", next: "--python /path/to/python3")
      }
      return path
    }
    let environment = Environment.current
    let active = environment["VIRTUAL_ENV"].flatMap { find("\($0)/bin/python") }
    if let path = active ?? find("python3") ?? find("python") { return path }
    throw Explanation(
      "cannot find a Python", why: "there is no python3 on PATH and no active virtual environment",
      next: "--python /path/to/python3")
  }

  /// An executable file by its path, or by its name on PATH.
  static func find(_ name: String) -> String? {
    if name.contains("/") { return isExecutable(name) ? name : nil }
    let path = Environment.current["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "./\(name)" : "\($0)/\(name)" }.first(where: isExecutable)
  }

  private static func isExecutable(_ path: String) -> Bool {
    var information = stat()
    guard unsafe stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return false }
    return unsafe access(path, X_OK) == 0
  }
}

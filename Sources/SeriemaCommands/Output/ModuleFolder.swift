internal import FunctionTiming
internal import Glibc

/// The folder in the user's cache that has the module `seriema` for Python.
struct ModuleFolder {
  let path: String
  private let executable: String

  /// - Parameter executable: What the module starts to read its timings.
  /// - Throws: When the environment names no place for it.
  init(executable: String, environment: [String: String]) throws(Explanation) {
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
    guard let base = cache ?? home else {
      throw Explanation(
        "there is no folder for the module", why: "neither XDG_CACHE_HOME nor HOME is set",
        next: "XDG_CACHE_HOME=/tmp seriema python-path")
    }
    path = "\(base)/seriema/python"
    self.executable = executable
  }

  /// Writes the module.
  ///
  /// - Throws: When the folder cannot be written to.
  func fill() throws(Explanation) {
    try Self.makeFolder(path)
    let file = "\(path)/seriema.py"
    // Under another name first, so that nobody imports half of it.
    let draft = "\(file).\(getpid())"
    try Self.write(moduleText, to: draft)
    guard unsafe rename(draft, file) == 0 else {
      let reason = systemError(errno)
      _ = unsafe unlink(draft)
      throw Explanation("cannot write \(file)", why: reason)
    }
  }

  private static func write(_ text: String, to path: String) throws(Explanation) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Explanation("cannot write \(path)", why: systemError(errno)) }
    defer { close(descriptor) }
    do throws(OutputFile.WriteError) {
      try OutputFile.write(Array(text.utf8), to: descriptor)
    } catch {
      throw Explanation("cannot write \(path)", why: systemError(error.number))
    }
  }

  /// The module, with the path of the executable in it.
  private var moduleText: String {
    String(decoding: PythonModule.source, as: UTF8.self)
      .replacing("\n_EXECUTABLE = None\n", with: "\n_EXECUTABLE = \(Self.literal(executable))\n")
  }

  /// A string of Python.
  static func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\", "\"": "\\\(scalar)"
      case _ where scalar.value < 0x20: "\\x" + String(scalar.value + 0x100, radix: 16).dropFirst()
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func makeFolder(_ path: String) throws(Explanation) {
    if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
      if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    throw Explanation(
      "cannot make the folder \(path)", why: systemError(errno),
      next: "XDG_CACHE_HOME=/another/folder seriema python-path")
  }
}

internal import Glibc
internal import LinuxProcess

/// The user's browser, found as Python's `webbrowser` does: what `$BROWSER` names, else what the desktop opens pages with.
///
/// Source: https://docs.python.org/3/library/webbrowser.html.
enum WebBrowser {
  /// Why a page was not opened.
  enum Failure: Error, Hashable {
    /// No page was written to a file.
    case noPage
    /// `$BROWSER` is not set, and there is no desktop.
    case noDesktop
    /// Nothing of these could be started, or it failed: by its name, and why.
    case refused([String: String])
    case notInstalled([String])
  }

  /// A browser that has not failed by then shows the page.
  private static let patienceMilliseconds: Int32 = 2000
  /// What desktops open a page with, the most general first.
  private static let openers = ["xdg-open", "gio open", "x-www-browser", "sensible-browser"]

  /// Opens a page, and says when it could not be opened.
  static func show(_ path: String) {
    do throws(Failure) {
      try open(path)
    } catch {
      StandardError().warn(Explanation(notOpened: error, path))
    }
  }

  /// Opens a page and does not wait for its reader.
  ///
  /// - Parameter path: Of a file; not absolute: from the working directory.
  static func open(_ path: String) throws(Failure) {
    let address = address(of: path)
    let environment = Environment.current
    let chosen = (environment["BROWSER"] ?? "").split(separator: ":").map(String.init)
    let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
    guard !chosen.isEmpty || hasDesktop else { throw .noDesktop }
    let commands = chosen.isEmpty ? openers : chosen
    var problems: [String: String] = [:]
    for command in commands {
      guard let words = words(of: command, address) else { continue }
      guard let problem = start(words) else { return }
      problems[command] = problem
    }
    throw problems.isEmpty ? .notInstalled(commands) : .refused(problems)
  }

  /// The words that open an address: in place of `%s`, or behind the rest. nil: there is no such program.
  private static func words(of command: String, _ address: String) -> [String]? {
    if let program = PythonCommand.find(command) { return [program, address] }
    var words = command.split(separator: " ").map(String.init)
    // As in a shell, which we do not wait for anyway.
    if words.last == "&" { words.removeLast() }
    guard let name = words.first, let program = PythonCommand.find(name) else { return nil }
    let isPlaced = words.contains { $0.contains("%s") }
    return [program] + words.dropFirst().map { $0.replacing("%s", with: address) } + (isPlaced ? [] : [address])
  }

  /// - Returns: What went wrong; nil when nothing did.
  private static func start(_ words: [String]) -> String? {
    let nobody = unsafe Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
    guard nobody >= 0 else { return systemError(errno) }
    defer { close(nobody) }
    do throws(ProcessError) {
      let child = try HeldChild(
        path: words[0], arguments: words, environment: Environment.with([:]),
        placement: .init(input: nobody, output: nobody, error: nobody, isDetached: true))
      let exit = try ProcessExitWatch(of: child.id)
      try child.release()
      guard exit.wait(milliseconds: patienceMilliseconds) else { return nil }
      switch try child.waitForExit() {
      case .exited(0): return nil
      case .exited(let status): return "it ended with status \(status)"
      case .signalled(let number): return "signal \(number) ended it"
      }
    } catch {
      guard case .system(_, let number) = error else { return "it could not be started" }
      return systemError(number)
    }
  }

  /// `file://` and the path from the root.
  ///
  /// Source: RFC 8089, and RFC 3986 for which bytes stand as they are.
  static func address(of path: String, from directory: String = Environment.workingDirectory) -> String {
    let absolute = path.hasPrefix("/") ? path : "\(directory)/\(path)"
    var address = "file://"
    for byte in absolute.utf8 {
      let letter = Character(Unicode.Scalar(byte))
      if byte < 128, letter.isLetter || letter.isNumber || "/-._~".contains(letter) {
        address.append(letter)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        address += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return address
  }
}

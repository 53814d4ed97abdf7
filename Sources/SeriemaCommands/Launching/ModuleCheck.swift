internal import Glibc
internal import LinuxProcess

/// Finds out, after a program has failed at once, whether the module that it was to run exists.
enum ModuleCheck {
  /// What the interpreter ends with when there is no such module.
  private static let missingStatus: Int32 = 44

  /// Whether `python -m module` failed because there is no module of that name.
  ///
  /// Asks the same interpreter in the same folder. Only the first part of a dotted name: finding the rest would run the
  /// package, and that is the program's business.
  static func isMissing(_ command: PythonCommand) -> Bool {
    guard let name = command.module?.split(separator: ".").first else { return false }
    let question = """
      import sys
      sys.path.insert(0, '')
      from importlib.util import find_spec
      sys.exit(0 if find_spec(sys.argv[1]) else \(missingStatus))
      """
    guard
      let child = try? HeldChild(
        path: command.executable, arguments: [command.executable, "-c", question, String(name)],
        environment: Environment.with([:])),
      (try? child.release()) != nil, let status = try? child.waitForExit()
    else { return false }
    return status == .exited(missingStatus)
  }
}

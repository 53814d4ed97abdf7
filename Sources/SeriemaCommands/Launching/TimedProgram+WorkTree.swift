internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting

extension TimedProgram {
  /// The same program in a work tree.
  ///
  /// - Throws: When the script is not in it.
  func moved(to tree: borrowing WorkTree, of repository: GitRepository, revision: String) throws(Explanation)
    -> TimedProgram
  {
    var program = self
    program.placement.directory = tree.workingDirectory
    let inside = repository.topLevel + "/"
    func moved(_ path: String) -> String {
      path.hasPrefix(inside) ? tree.path + "/" + path.dropFirst(inside.count) : path
    }
    if let script = command.script {
      let place = moved(script)
      program.command.script = place
      program.command.arguments = command.arguments.map { $0 == script ? place : $0 }
      let absolute = place.hasPrefix("/") ? place : "\(tree.workingDirectory)/\(place)"
      guard unsafe access(absolute, R_OK) == 0 else {
        throw Explanation(
          "there is no script \(script) at \(revision)", why: systemError(errno),
          next: "a revision that has it: git log -- \(script.shellQuoted)")
      }
    }
    if !command.executable.hasPrefix("/") {
      program.command.executable = Environment.workingDirectory + "/" + command.executable
    }
    program.pythonPath = pythonPath.map { $0.split(separator: ":").map { moved(String($0)) }.joined(separator: ":") }
    return program
  }

  /// Makes sure that a run in a work tree ran the code of the work tree.
  ///
  /// An installed package may refer to the working copy: then both sides would run the same code.
  static func checkPlaces(
    of report: TimingReport, in repository: GitRepository, revision: String
  ) throws(Explanation) {
    let inside = repository.topLevel + "/"
    let strangers = report.targets.flatMap(\.functions).map(\.function).filter { function in
      function.file.hasPrefix(inside) && !function.file.contains("/site-packages/")
        && !function.file.contains("/dist-packages/")
    }
    guard let stranger = strangers.first else { return }
    throw Explanation(
      "\(UntrustedText(stranger.qualifiedName).escaped) was not run as it is at \(revision)",
      why:
        "Python found \(UntrustedText(stranger.file).escaped) in the working copy, perhaps through an editable install",
      next: "PYTHONPATH with the package's folder, so that it is found before the installed one")
  }
}

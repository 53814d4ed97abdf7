import Foundation
import FunctionTiming
import ProfileModel
import Testing

/// What came of a program that was run with timing.
struct TimedRun {
  var report: TimingReport
  var status: AgentStatus
  var ending: ChildProcess.Ending
  var output: String
  var errors: String

  /// Runs `app.py` with `source`, or the arguments given.
  ///
  /// - Parameters:
  ///   - targets: As a user writes them; none runs the program without timing.
  ///   - pairings: Functions whose body runs by turns with another one.
  ///   - files: Further files beside the script.
  ///   - wrapper: A program that starts Python with the arguments after its own.
  ///   - pipes: Named pipes to make beside the script.
  ///   - whileRunning: Called when the program was started.
  init(
    _ source: String, on python: PythonInstallation, targets: [String], pairings: [PairRequest] = [],
    files: [String: String] = [:], arguments: [String] = ["app.py"], mainModules: Set<String> = ["app"],
    environment: [String: String] = [:], wrapper: [String] = [], pipes: [String] = [],
    options: TimingOptions = TimingOptions(),
    whileRunning: (_ folder: String, borrowing TimingSession) throws -> Void = { _, _ in }
  ) throws {
    let folder = try ScratchFolder()
    try folder.write(source, to: "app.py")
    for (name, text) in files { try folder.write(text, to: name) }
    for pipe in pipes { mkfifo(folder.path + "/" + pipe, 0o600) }
    var variables = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"]
    variables.merge(environment.mapValues { $0.replacing("FOLDER", with: folder.path) }) { $1 }
    let session = try TimingSession(
      targets: targets.map { try TimingTarget(parsing: $0) }, pairings: pairings, mainModules: mainModules,
      pythonPath: variables["PYTHONPATH"], temporaryDirectory: NSTemporaryDirectory().trimmingSuffix("/"),
      options: options)
    let output = folder.path + "/.output"
    let errors = folder.path + "/.errors"
    if !targets.isEmpty { variables.merge(session.launch.environmentChanges) { $1 } }
    let child = try ChildProcess(
      wrapper + [python.executable] + arguments, environment: variables, directory: folder.path, output: output,
      errors: errors, inherited: targets.isEmpty ? [] : session.launch.inheritedDescriptors)
    try whileRunning(folder.path, session)
    ending = child.wait()
    report = session.report()
    status = session.status
    self.output = try String(contentsOfFile: output, encoding: .utf8).replacing(folder.path, with: "FOLDER")
    self.errors = try String(contentsOfFile: errors, encoding: .utf8).replacing(folder.path, with: "FOLDER")
  }

  /// The only function of a target.
  func function(_ index: Int = 0) throws -> FunctionTiming {
    let functions = report.targets[index].functions
    try #require(functions.count == 1, "\(functions) \(status) \(errors)")
    return functions[0]
  }

  /// Outermost calls that ended, of each target's only function.
  func calls() throws -> [Int] {
    try report.targets.indices.map { try function($0).durations.count }
  }
}

extension String {
  func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

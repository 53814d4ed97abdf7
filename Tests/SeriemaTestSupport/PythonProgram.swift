package import Foundation

extension PythonInstallation {
  /// The path of a program in `Programs/`.
  package static func program(_ name: String) -> String {
    Repository.programs.appending(path: name).path
  }

  /// Runs Python alone, without Seriema.
  package func run(
    _ arguments: [String], environment: [String: String?] = [:], input: Data? = nil, directory: URL? = nil
  ) throws -> ProcessOutcome {
    try RunningProcess(executable, arguments, environment: environment, input: input, directory: directory).finish()
  }
}

/// Starts a program of `Programs/`, waits until it says `READY`, and kills it at the end.
package func withProgram<Result>(
  _ name: String, _ arguments: [String] = [], on python: PythonInstallation,
  _ body: (RunningProcess) throws -> Result
) throws -> Result {
  let program = try RunningProcess(python.executable, [PythonInstallation.program(name)] + arguments)
  try program.waitForOutput("READY\n")
  let result = try body(program)
  program.send(SIGKILL)
  _ = try program.finish()
  return result
}

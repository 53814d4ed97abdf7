package import Foundation

/// What `seriema run` or `seriema attach` found, in both of its reports.
package struct SampledRun: Sendable {
  package let outcome: ProcessOutcome
  package let stacks: CollapsedStacks
  package let rows: [HotspotRow]

  /// Runs `seriema SUBCOMMAND ARGUMENTS…` to its end and reads its reports.
  ///
  /// By default among the test programs, whose names are then short in the reports.
  ///
  /// - Throws: When it wrote no collapsed stacks.
  package init(
    _ subcommand: String, _ arguments: [String], environment: [String: String?] = [:], input: Data? = nil,
    directory: URL = Repository.programs
  ) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "stacks.txt")
    outcome = try SeriemaExecutable.run(
      [subcommand, "--collapsed", "-o", file.path, "-l", "0"] + arguments, environment: environment, input: input,
      directory: directory)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ProcessFailure(
        what: "wrote no stacks", output: outcome.output, error: Data(outcome.error.utf8))
    }
    stacks = try CollapsedStacks(contentsOf: file)
    rows = HotspotRow.rows(of: outcome.error)
  }

  package var ledger: LedgerLines {
    get throws { try LedgerLines(outcome.error) }
  }

  /// The rows of a function; there should be one.
  package func rows(of function: String) -> [HotspotRow] {
    rows.filter { $0.function == function }
  }
}

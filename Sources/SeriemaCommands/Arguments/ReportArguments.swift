internal import ArgumentParser
internal import Reporting

/// Options of every command that prints a profile.
struct ReportArguments: ParsableArguments {
  @Flag(help: "Write collapsed stacks, as flamegraph.pl reads them.")
  var collapsed = false

  @Option(name: .shortAndLong, help: "Write to this file; - is standard output.")
  var output: String?

  @Option(name: .shortAndLong, help: "Rows of the table; 0 for all.")
  var limit = 15

  @Option(help: "Sort the table by self, total, name or file.")
  var sort = SortKey.own

  mutating func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative.") }
  }
}

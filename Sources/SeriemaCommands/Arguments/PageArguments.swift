internal import ArgumentParser

/// Options of the commands that can write a page of timings.
struct PageArguments: ParsableArguments {
  @Flag(help: "Write a page with durations before and after, over time and by thread, to be opened in any browser.")
  var html = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("With --html: the page's file; - is standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "With --html: open the page, with $BROWSER, else as the desktop does.")
  var browser = false

  mutating func validate() throws {
    if output != nil, !html {
      throw ValidationError("-o is for --html: --json and --markdown have files of their own.")
    }
    if browser, !html { throw ValidationError("--browser opens the page of --html.") }
    if browser, output == "-" { throw ValidationError("--browser opens a file: name one, instead of -o -.") }
  }
}

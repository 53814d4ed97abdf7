internal import ArgumentParser
internal import CPythonInspection
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting
internal import Sampling

/// `seriema dump`: prints the stack of every thread of a running process, once.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print what every thread of a running process is at, once.",
    discussion: """
        seriema dump 4242
        seriema dump --locals 4242
        seriema dump --json 4242 | jq '.threads[].frames[0]'

      The process needs no preparation. Threads that hold still while they are read are not stopped;
      one that moves is stopped for microseconds, and for its variables for \(Self.standingMilliseconds) ms at most.
      """)

  private static let standingMilliseconds = ProcessDumper.standingLimit.rawValue / 1_000_000

  @Flag(name: .shortAndLong, help: "Show all threads (the default).")
  var allThreads = false

  @Flag(help: "Show only the main thread.")
  var mainThread = false

  @Flag(help: "Show the variables of every frame.")
  var locals = false

  @Flag(name: .customLong("no-gc"), help: "Leave out the frame that marks where a garbage collection began.")
  var leavesOutCollections = false

  @Flag(help: "Never stop a thread: frames that move while they are read are left out.")
  var nonblocking = false

  @Flag(help: "Write JSON.")
  var json = false

  @Argument(help: "The process's id.")
  var pid: Int32

  mutating func validate() throws {
    if pid <= 0 { throw ValidationError("PID must be positive.") }
    if allThreads, mainThread { throw ValidationError("--all-threads and --main-thread exclude each other.") }
  }

  func run() throws {
    var dump: ProcessDump
    do throws(InspectionError) {
      dump = try read(ProcessID(pid))
    } catch {
      throw Explanation(error).advising("dump", insteadOf: "attach")
    }
    dump.command = ProcessFiles.commandLine(of: ProcessID(pid))
    var source = SourceText(of: ProcessID(pid))
    source.fill(&dump)
    try write(dump)
  }

  private func read(_ process: ProcessID) throws(InspectionError) -> ProcessDump {
    let runtime = try PythonRuntime(of: process)
    var dumper = ProcessDumper(
      runtime,
      options: DumpOptions(
        mainThreadOnly: mainThread, readsVariables: locals, marksCollections: !leavesOutCollections,
        mayStop: !nonblocking))
    do throws(ProcessError) {
      return try dumper.dump()
    } catch {
      throw .process(ProcessStatus.hasEnded(process) ? .exited(process) : error)
    }
  }

  private func write(_ dump: ProcessDump) throws(Explanation) {
    let terminal = Terminal(descriptor: STDOUT_FILENO)
    let text =
      json
      ? DumpJSON(dump).text
      : DumpReport(dump, currentDirectory: Environment.workingDirectory).lines(style: terminal.style)
        .map { $0 + "\n" }.joined()
    signal(SIGPIPE, SIG_IGN)
    do throws(OutputFile.WriteError) {
      try OutputFile.write(Array(text.utf8), to: STDOUT_FILENO)
    } catch {
      // Whoever read us has seen enough.
      if error.number == EPIPE { return }
      throw Explanation("cannot write the dump", why: systemError(error.number))
    }
  }
}

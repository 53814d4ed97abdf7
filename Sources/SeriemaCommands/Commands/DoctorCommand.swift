internal import ArgumentParser
internal import CPythonInspection
internal import Glibc
internal import LinuxProcess
internal import Reporting

/// `seriema doctor`: what stands between Seriema and a process, and what opens it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what keeps Seriema from a process, gate by gate, with the command that opens it.",
    usage: "seriema doctor [--json] [PID]",
    discussion: """
        seriema doctor 4242
        seriema doctor                this user on this machine, whatever the process
        seriema doctor --json 4242 | jq '.gates[] | select(.state == "closed")'

      Nothing is done to the process. The exit status is 0 where it may be sampled, else 1.
      """)

  @Flag(help: "Write JSON.")
  var json = false

  @Argument(help: "The process's id.")
  var pid: Int32?

  mutating func validate() throws {
    if let pid, pid <= 0 { throw ValidationError("PID must be positive.") }
  }

  func run() throws {
    let process = pid.map(ProcessID.init) ?? ProcessID(getpid())
    if pid != nil { try RunningTarget.check(process) }
    let diagnosis = Diagnosis(of: process, isOwn: pid == nil)
    let report = diagnosis.report
    let terminal = Terminal(descriptor: STDOUT_FILENO)
    let text =
      json ? report.json : report.lines(width: terminal.width, style: terminal.style).map { $0 + "\n" }.joined()
    signal(SIGPIPE, SIG_IGN)
    do throws(OutputFile.WriteError) {
      try OutputFile.write(Array(text.utf8), to: STDOUT_FILENO)
    } catch {
      // Whoever read us has seen enough.
      if error.number != EPIPE { throw Explanation("cannot write the report", why: systemError(error.number)) }
    }
    if pid != nil, report.uses.first?.isPermitted == false { Glibc.exit(1) }
  }
}

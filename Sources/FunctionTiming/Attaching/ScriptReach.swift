package import CPythonInspection
internal import Glibc
internal import LinuxProcess

/// Whether a process could take the agent in by a script of its own.
package enum ScriptReach {
  /// What is in the way, apart from what its main thread does; nil where nothing is. Changes nothing.
  package static func obstacle(of runtime: PythonRuntime) -> ScriptObstacle? {
    do throws(ScriptObstacle) {
      _ = try request(to: runtime)
      return nil
    } catch {
      return error
    }
  }

  static func request(to runtime: PythonRuntime) throws(ScriptObstacle) -> ScriptRequest {
    let request: ScriptRequest
    do throws(ScriptRequest.Obstacle) {
      request = try ScriptRequest(to: runtime)
    } catch {
      throw .request(error)
    }
    guard let map = try? MemoryMap(of: runtime.process) else { throw .request(.process(.exited(runtime.process))) }
    if CLibrary.isMusl(map) { throw .musl }
    guard seesUs(runtime.process) else { throw .outOfReach }
    if isFilteredMore(runtime.process) { throw .filtered }
    return request
  }

  /// Whether filters hold for the process that do not hold for us.
  ///
  /// What its filters do cannot be asked. Those of a container hold for all in it, so for us as well when we are there, and
  /// we live with opening, reading and mapping files.
  private static func isFilteredMore(_ process: ProcessID) -> Bool {
    guard let theirs = try? ProcessStatus(of: process) else { return false }
    return theirs.filterCount > (ProcessStatus.own()?.filterCount ?? 0)
  }

  /// Whether the process can open our descriptors through its own `/proc`.
  ///
  /// Source: `PTRACE_MODE_READ_FSCREDS` in ptrace(2), which `/proc/PID/fd` asks for.
  private static func seesUs(_ process: ProcessID) -> Bool {
    let facts = ProcessAccess.facts(on: process)
    guard facts.sharesProcessNamespace == true, facts.sharesUserNamespace == true, let own = ProcessStatus.own(),
      let theirs = try? ProcessStatus(of: process)
    else { return false }
    guard Set(own.users + theirs.users).count == 1, Set(own.groups + theirs.groups).count == 1,
      own.permittedCapabilities & ~theirs.effectiveCapabilities == 0
    else { return false }
    // It has a /proc, and we are in it.
    guard let ours = ProcessFiles.link("/proc/self/exe") else { return false }
    return ProcessFiles.link("/proc/\(process)/root/proc/\(getpid())/exe") == ours
  }
}

internal import CLinux
internal import Glibc
internal import LinuxProcess

/// A program that we start and whose status becomes ours.
struct SupervisedProgram: ~Copyable {
  private let child: HeldChild
  private let exit: ProcessExitWatch
  private let interruption: Interruption

  /// How long a program that was asked to end may take before what there is gets reported.
  private static let graceMilliseconds: Int32 = 1000

  var id: ProcessID { child.id }

  /// Forks it; it waits for `run`.
  ///
  /// - Parameter catchesStop: Whether `wait` is to tell that the terminal wants us to stop (Ctrl-Z).
  init(
    _ command: PythonCommand, environmentChanges: [String: String?] = [:], keeping descriptors: [Int32] = [],
    placement: HeldChild.Placement = .init(), catchesStop: Bool = false
  ) throws(Explanation) {
    // Before the fork, so that no signal can end us and leave it behind.
    let interruption = try Interruption(catchesStop: catchesStop)
    let held = try Self.fork(command, environmentChanges, descriptors, placement)
    let watch = try Self.watch(held.id)
    self.interruption = interruption
    child = held
    exit = watch
  }

  private static func fork(
    _ command: PythonCommand, _ changes: [String: String?], _ descriptors: [Int32], _ placement: HeldChild.Placement
  ) throws(Explanation) -> HeldChild {
    do throws(ProcessError) {
      return try HeldChild(
        path: command.executable, arguments: command.arguments, environment: Environment.with(changes),
        keeping: descriptors, placement: placement)
    } catch {
      throw Explanation(error)
    }
  }

  private static func watch(_ process: ProcessID) throws(Explanation) -> ProcessExitWatch {
    do throws(ProcessError) {
      return try ProcessExitWatch(of: process)
    } catch {
      throw Explanation(error)
    }
  }

  /// Lets the program begin; when this returns, it has.
  ///
  /// - Throws: When it cannot be executed.
  func start(_ command: PythonCommand) throws(Explanation) {
    do throws(ProcessError) {
      try child.release()
    } catch {
      guard case .system("execve", let number) = error else { throw Explanation(error) }
      throw Explanation("cannot start \(command.executable)", why: systemError(number))
    }
    // Not before: the program would have inherited it.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the program's end.
  ///
  /// Signals that were sent to us alone are passed on; those of the terminal it has already.
  /// - Parameters:
  ///   - interval: Gives the milliseconds to the next call of `refresh`; -1 for none.
  ///   - refresh: Called now and then while it runs.
  ///   - stop: Called before this process stops, as the program does, because of the terminal.
  ///   - noteSignal: Called when we, and with us the program, were asked to end.
  ///   - reportEarly: Called when the program was asked to end and does not.
  func wait(
    refreshingEvery nextInterval: () -> Int32 = { -1 }, refresh: () -> Void = {}, stop: () -> Void = {},
    noteSignal: () -> Void = {}, reportEarly: () -> Void
  ) throws(Explanation) -> ExitStatus {
    var patienceEnds: UInt64?
    while !exit.hasExited {
      let interval = nextInterval()
      let now = MonotonicClock.nowNanoseconds
      let patience = patienceEnds.map { $0 > now ? Int32(($0 - now) / 1_000_000) + 1 : 0 }
      let timeout = interval < 0 ? patience ?? -1 : min(interval, patience ?? interval)
      if let received = interruption.wait(or: exit.descriptor.rawValue, milliseconds: timeout) {
        if received.number == SIGTSTP {
          stop()
          seriema_stop_self()
          continue
        }
        noteSignal()
        if !received.isFromTerminal { kill(child.id.rawValue, received.number) }
        patienceEnds = MonotonicClock.nowNanoseconds + UInt64(Self.graceMilliseconds) * 1_000_000
      } else if exit.hasExited {
        break
      } else if let end = patienceEnds, MonotonicClock.nowNanoseconds >= end {
        reportEarly()
        patienceEnds = nil
      } else {
        refresh()
      }
    }
    do throws(ProcessError) {
      return try child.waitForExit()
    } catch {
      throw Explanation(error)
    }
  }
}

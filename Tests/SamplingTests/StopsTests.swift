import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection
@testable import Sampling

/// What becomes of stacks that move when no thread may be stopped for them any more.
@Suite(.tags(.realPython), .startsProcesses)
struct StopsTests {
  /// Two chains of calls take turns as fast as they can, so that two copies of the stack often have nothing in common.
  @Test(arguments: [PythonInstallation("3.11"), PythonInstallation("3.13")])
  func readsLostStacksAgainOnceTheBudgetIsUsedUp(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      let schedule = Schedule(rate: 100_000, start: MonotonicClock.nowNanoseconds, seed: 1)
      var sampler = ProcessSampler(
        try PythonRuntime(of: ProcessID(program.id)), isChild: false, options: SamplingOptions(rate: 100_000),
        builder: ProfileBuilder(), schedule: schedule)
      // As after stops that other programs have made dear.
      sampler.budget.spend(nanoseconds: .max / 2)
      var overdue = 0
      var lost = 0
      let end = MonotonicClock.nowNanoseconds + 20_000_000_000
      while overdue < 10_000, MonotonicClock.nowNanoseconds < end {
        guard sampler.tick(of: schedule) == .taken else { break }
        guard sampler.histories.first?.isOverdue == true else { continue }
        overdue += 1
        if sampler.reader.withFrames(0, { $0.isEmpty }) { lost += 1 }
      }
      let stopped = sampler.counts.stopped
      #expect(stopped == 0)
      #expect(overdue >= 1000)
      // It is read again eight times, and then the module's own frame is kept.
      #expect(lost * 100 <= overdue, "\(lost) of \(overdue)")
    }
  }
}

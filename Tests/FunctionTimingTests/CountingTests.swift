import Foundation
import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Recursion, exceptions, threads and forks are counted exactly.
@Suite(.startsProcesses) struct CountingTests {
  @Test(arguments: PythonInstallation.required)
  func countsRecursionOnce(_ python: PythonInstallation) throws {
    let source = """
      import time
      def f(n):
          if n: f(n - 1)
          else: time.sleep(0.1)
      f(5)
      """
    let timing = try TimedRun(source, on: python, targets: ["app:f"]).function()
    #expect(timing.durations.count == 1)
    #expect(timing.innerCalls == 5)
    #expect(timing.durations.total.seconds > 0.1 && timing.durations.total.seconds < 0.5)
    #expect(timing.selfTime == timing.durations.total)
  }

  @Test(arguments: PythonInstallation.required)
  func sharesOutMutualRecursion(_ python: PythonInstallation) throws {
    let source = """
      import time
      def a(n):
          time.sleep(0.02)
          if n: b(n)
      def b(n):
          time.sleep(0.01)
          a(n - 1)
      a(3)
      """
    let run = try TimedRun(source, on: python, targets: ["app:a", "app:b"])
    let (a, b) = try (run.function(0), run.function(1))
    #expect([a, b].map(\.durations.count) == [1, 1])
    #expect([a, b].map(\.innerCalls) == [3, 2])
    // Sleeps last at least as long as they were asked to, and some longer on a busy machine.
    #expect(a.durations.total.seconds > 0.11 && a.durations.total.seconds < 0.5)
    #expect(a.selfTime.seconds > 0.08 && b.selfTime.seconds > 0.03)
    let sum = a.selfTime.seconds + b.selfTime.seconds
    #expect(abs(sum - a.durations.total.seconds) < 1e-5)
  }

  @Test(arguments: PythonInstallation.required)
  func followsDeepRecursion(_ python: PythonInstallation) throws {
    let source = """
      import sys
      sys.setrecursionlimit(100000)
      def f(n):
          return f(n - 1) if n else 0
      f(40000)
      def boom(n):
          if n: boom(n - 1)
          else: raise KeyError
      try: boom(40000)
      except KeyError: pass
      def a(n): return b(n - 1) if n else 0
      def b(n): return a(n - 1) if n else 0
      a(40000)
      a(10)
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:boom", "app:a", "app:b"])
    #expect(run.ending == .exited(0), "\(run.errors.suffix(500))")
    #expect(try run.calls() == [1, 1, 2, 2])
    #expect(try run.function(0).innerCalls == 40000)
    #expect(try run.function(1).innerCalls == 40000)
    #expect(try run.function(1).errors == 1)
    #expect(try run.function(2).innerCalls == 2047 + 5)
    #expect(run.report.lostCalls == 40001 - 4096)
  }

  @Test(arguments: PythonInstallation.required)
  func countsExceptions(_ python: PythonInstallation) throws {
    let source = """
      def fails(n):
          if n % 3 == 0: raise ValueError
      def through(n): fails(n)
      def handles(n):
          try: through(n)
          except ValueError: pass
      for n in range(30): handles(n)
      def last(): raise SystemError("out")
      last()
      """
    let run = try TimedRun(source, on: python, targets: ["app:fails", "app:through", "app:handles", "app:last"])
    #expect(run.ending == .exited(1))
    #expect(run.errors.hasSuffix("SystemError: out\n"))
    #expect(try run.calls() == [30, 30, 30, 1])
    #expect(try (0..<4).map { try run.function($0).errors } == [10, 10, 0, 1])
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func countsThreadsExactly(_ python: PythonInstallation) throws {
    let source = """
      import sys, threading
      sys.setswitchinterval(1e-5)
      def g(): pass
      def f(n):
          g()
          if n % 4 == 0:
              raise KeyError
      def loop():
          for n in range(20000):
              try: f(n)
              except KeyError: pass
      threads = [threading.Thread(target=loop) for _ in range(4)]
      for t in threads: t.start()
      for t in threads: t.join()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:g", "app:loop"])
    #expect(try run.calls() == [80000, 80000, 4])
    #expect(try run.function(0).errors == 20000)
    #expect(try run.function(0).durations.buckets.reduce(0) { $0 + $1.count } == 80000)
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func reusesTheSlotsOfEndedThreads(_ python: PythonInstallation) throws {
    let source = """
      import threading
      def f(): pass
      for _ in range(5000):
          t = threading.Thread(target=f); t.start(); t.join()
      barrier = threading.Barrier(301)
      def meet(): barrier.wait(); f()
      threads = [threading.Thread(target=meet) for _ in range(300)]
      for t in threads: t.start()
      barrier.wait()
      for t in threads: t.join()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:meet"])
    #expect(try run.calls() == [5300, 300])
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func mergesForkedChildren(_ python: PythonInstallation) throws {
    let source = """
      import os, sys
      def g(): pass
      def f():
          pid = os.fork()
          if pid == 0:
              for _ in range(1000): g()
              return True
          os.waitpid(pid, 0)
          return False
      g()
      if f(): sys.exit(0)
      for _ in range(1200):
          if os.fork() == 0:
              g()
              os._exit(0)
          os.wait()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:g"])
    #expect(try run.calls() == [1, 2201])
    #expect(run.report.processes == 1202)
    #expect(run.report.lostCalls == 0)
    #expect(try run.function(0).inFlight.isEmpty)
    #expect(try run.function(0).begunBefore == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func keepsWhatRanBeforeAnAbruptEnd(_ python: PythonInstallation) throws {
    let start = """
      import os, signal, time
      def f(): pass
      for _ in range(500): f()

      """
    let exit = try TimedRun(start + "os._exit(4)", on: python, targets: ["app:f"])
    #expect(exit.ending == .exited(4))
    #expect(try exit.calls() == [500])
    let kill = start + "def g():\n  time.sleep(0.2)\n  os.kill(os.getpid(), signal.SIGKILL)\ng()"
    let killed = try TimedRun(kill, on: python, targets: ["app:f", "app:g"])
    #expect(killed.ending == .killed(signal: 9))
    #expect(try killed.calls() == [500, 0])
    let inFlight = try #require(try killed.function(1).inFlight.first)
    #expect(inFlight.seconds > 0.2 && inFlight.seconds < 0.5)
    if case .running = killed.status {} else { Issue.record("\(killed.status)") }
  }

  @Test(arguments: PythonInstallation.required)
  func canBeReadWhileTheProgramRuns(_ python: PythonInstallation) throws {
    let source = """
      import os
      def f(): pass
      def g():
          with open("ready", "w"): pass
          with open("go"): pass
      for _ in range(100): f()
      g()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:g"], pipes: ["ready", "go"]) {
      (folder, session: borrowing TimingSession) in
      // Each end of a pipe opens when the other does.
      close(open(folder + "/ready", O_RDONLY))
      let report = session.report()
      #expect(report.targets[0].functions.map(\.durations.count) == [100])
      #expect(report.targets[1].functions.map(\.durations.count) == [0])
      #expect(report.targets[1].functions.map(\.inFlight.count) == [1])
      if case .running = session.status {} else { Issue.record("\(session.status)") }
      close(open(folder + "/go", O_WRONLY))
    }
    #expect(try run.calls() == [100, 1])
    #expect(try run.function(1).inFlight.isEmpty)
  }

  /// Case 43 of the acceptance list, at the start: functions that become targets while they run.
  @Test(arguments: PythonInstallation.required)
  func tellsCallsThatBeganBeforeTheirTiming(_ python: PythonInstallation) throws {
    let source = """
      import threading
      running, ended = threading.Event(), threading.Event()
      def work():
          running.set()
          ended.wait()
      def numbers():
          for n in range(3): yield n
      thread = threading.Thread(target=work)
      thread.start()
      running.wait()
      begun = numbers()
      next(begun)
      patched, counted = work, numbers
      (lambda: None)()
      ended.set()
      thread.join()
      list(begun)
      patched()
      list(counted())
      """
    let run = try TimedRun(source, on: python, targets: ["app:patched", "app:counted"])
    #expect(run.errors == "")
    #expect(try run.calls() == [1, 1])
    #expect(try run.function(0).begunBefore == 1)
    #expect(try run.function(1).begunBefore == 1)
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func timesWhatRunsAtExit(_ python: PythonInstallation) throws {
    let source = """
      import atexit, threading, time
      def f(): pass
      def forever():
          while True: time.sleep(0.001); f()
      atexit.register(f)
      threading.Thread(target=forever, daemon=True).start()
      time.sleep(0.05)
      """
    let run = try TimedRun(source, on: python, targets: ["app:f", "app:forever"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(try run.function(0).durations.count > 1)
    #expect(try run.function(1).durations.count == 0)
    #expect(try run.function(1).inFlight.count == 1)
    if case .finished = run.status {} else { Issue.record("\(run.status)") }
  }

  @Test(arguments: PythonInstallation.required)
  func generatorsDoNotDisturbOpenCalls(_ python: PythonInstallation) throws {
    let source = """
      import asyncio
      def f(): pass
      def walk(n):
          f()
          if n: yield from walk(n - 1)
          yield n
          f()
      def outer():
          sum(walk(5))
          g = walk(3); next(g); next(g); g.close()
          g = walk(3); next(g)
          try: g.throw(KeyError)
          except KeyError: pass
          h = walk(2); next(h); del h
      async def nap(): await asyncio.sleep(0.001); f()
      async def main(): await asyncio.gather(*[nap() for _ in range(10)])
      outer()
      asyncio.run(main())
      """
    let run = try TimedRun(source, on: python, targets: ["app:outer", "app:walk", "app:f", "app:nap"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(try run.function(0).durations.count == 1)
    #expect(try run.function(0).suspends == false)
    #expect(try run.function(1).suspends)
    #expect(try run.function(1).inFlight.isEmpty)
    #expect(try run.function(3).durations.count == 10)
    #expect(try run.function(3).suspensions == 10)
    #expect(try run.function(3).suspends)
    #expect(run.report.lostCalls == 0)
  }
}

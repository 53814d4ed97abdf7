import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Processes that the program starts are timed with it.
@Suite(.startsProcesses) struct ProcessTests {
  @Test(arguments: PythonInstallation.required, ["fork", "spawn", "forkserver"])
  func timesWorkersOfMultiprocessing(_ python: PythonInstallation, method: String) throws {
    let source = """
      import multiprocessing, os, helper
      def work(n):
          helper.step()
          return os.getpid()
      if __name__ == "__main__":
          multiprocessing.set_start_method("\(method)")
          with multiprocessing.Pool(2) as pool:
              print(len(pool.map(work, range(60), chunksize=5)))
          work(0)
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:work", "helper:step", "app.py:2"], files: ["helper.py": "def step(): pass"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(run.errors == "")
    #expect(run.output == "60\n")
    #expect(try run.calls() == [61, 61, 61])
    #expect((2...3).contains(run.report.processes))
  }

  @Test(arguments: PythonInstallation.required)
  func timesPythonsThatAreStarted(_ python: PythonInstallation) throws {
    let source = """
      import os, subprocess, sys
      import helper
      helper.step()
      if len(sys.argv) == 1:
          for how in ["grandchild", "last"]:
              print(subprocess.run([sys.executable, "app.py", how], capture_output=True, text=True))
          os.system(sys.executable + " app.py last")
          sys.stdout.flush()
          os.execv(sys.executable, [sys.executable, "app.py", "last"])
      elif sys.argv[1] == "grandchild":
          subprocess.run([sys.executable, "app.py", "last"])
      print("PYTHONPATH" in os.environ, [n for n in os.environ if "SERIEMA" in n], len(sys.path))
      """
    let files = ["helper.py": "def step(): pass"]
    let plain = try TimedRun(source, on: python, targets: [], files: files)
    let run = try TimedRun(source, on: python, targets: ["helper:step"], files: files)
    #expect(run.output == plain.output)
    #expect(run.errors == plain.errors)
    #expect(try run.calls() == [6])
    // The last replaced the first, and is a program of its own.
    #expect(run.report.processes == 6)
  }

  @Test(arguments: PythonInstallation.required)
  func tellsThreadsAndProcessesApart(_ python: PythonInstallation) throws {
    let source = """
      import os, threading
      def f(n):
          if n > 7: raise KeyError
      def loop(n):
          for i in range(n):
              try: f(i)
              except KeyError: pass
      for n in [3, 5]:
          t = threading.Thread(target=loop, args=(n,), name=f"worker {n}"); t.start(); t.join()
      loop(7)
      if os.fork() == 0:
          loop(11)
          os._exit(0)
      os.wait()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f"], options: TimingOptions(byThread: true))
    let threads = try run.function().threads
    #expect(try run.function().durations.count == 26)
    let counts = threads.map { "\($0.thread.name) \($0.durations.count) \($0.errors)" }
    #expect(Set(counts) == ["worker 3 3 0", "worker 5 5 0", "MainThread 7 0", "MainThread 11 3"])
    #expect(Set(threads.map(\.thread.process)).count == 2)
    #expect(Set(threads.map(\.thread.thread)).count == 4)
  }

  @Test(arguments: PythonInstallation.required)
  func keepsTheSlowestCalls(_ python: PythonInstallation) throws {
    let source = """
      import threading, time
      def f(seconds): time.sleep(seconds)
      for _ in range(200): f(0)
      t = threading.Thread(target=f, args=(0.05,), name="slow one"); t.start(); t.join()
      for n in range(20): f(0.001)
      f(0.03)
      """
    let run = try TimedRun(source, on: python, targets: ["app:f"])
    let slowest = try run.function().slowest
    #expect(slowest.count == 8)
    #expect(slowest == slowest.sorted { $0.duration > $1.duration })
    #expect(slowest[0].duration.seconds > 0.05 && slowest[0].thread.name == "slow one")
    #expect(slowest[1].duration.seconds > 0.03 && slowest[1].thread.name == "MainThread")
    #expect(slowest[1].start > slowest[0].start)
    #expect(slowest[2...].allSatisfy { $0.duration.seconds > 0.001 && $0.duration.seconds < 0.03 })
    #expect(try slowest[0].duration == run.function().durations.maximum)
  }
}

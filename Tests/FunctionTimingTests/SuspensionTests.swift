import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Generators and coroutines: the time that they run, and the time from their beginning to their end.
@Suite(.measuresTime) struct SuspensionTests {
  /// 3.13.0 to 3.13.9 and 3.14.0 send nothing when a generator is closed that is suspended outside of any `try`.
  private func isTold(_ run: TimedRun) -> Bool {
    !(run.report.pythonVersion ?? "").contains(/^3\.(13\.[0-9]|14\.0)$/)
  }

  @Test(arguments: PythonInstallation.required)
  func countsGeneratorsHoweverTheyEnd(_ python: PythonInstallation) throws {
    let source = """
      def numbers(n):
          for i in range(n): yield i
      def guarded():
          try: yield 1; yield 2
          finally: pass
      def fails():
          yield 1
          raise KeyError
      def never(): yield
      list(numbers(3)); list(numbers(4))
      g = numbers(9); next(g); next(g); g.close()
      g = numbers(9); next(g); del g
      g = guarded(); next(g); g.close()
      g = fails()
      try: list(g)
      except KeyError: pass
      g = guarded(); next(g)
      try: g.throw(ValueError)
      except ValueError: pass
      never(); never().close()
      kept = guarded(); next(kept)
      import os; os._exit(0)
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:numbers", "app:guarded", "app:fails", "app:never"])
    #expect(run.errors == "")
    let (numbers, guarded, fails) = try (run.function(0), run.function(1), run.function(2))
    if isTold(run) {
      #expect(numbers.durations.count == 4)
      #expect(numbers.abandoned == 2)
      #expect(numbers.suspended.isEmpty)
    } else {
      // Each is noticed when its frame is given to another, if ever.
      #expect(numbers.durations.count + numbers.suspended.count == 4)
      #expect(numbers.abandoned == numbers.durations.count - 2)
    }
    #expect(numbers.errors == 0)
    #expect(numbers.suspensions == 3 + 4 + 2 + 1)
    #expect(numbers.latencies.count == numbers.durations.count)
    #expect(guarded.durations.count == 2)
    #expect(guarded.abandoned == 1)
    #expect(guarded.errors == 1)
    #expect(guarded.suspended.count == 1)
    #expect(fails.durations.count == 1)
    #expect(fails.errors == 1)
    #expect(run.report.targets[3].functions.isEmpty)
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func tellsRunningFromWaiting(_ python: PythonInstallation) throws {
    let source = """
      import asyncio, threading, time
      clock = time.perf_counter
      def spin(seconds):
          end = clock() + seconds
          while clock() < end: pass
      async def work():
          spin(0.002)
          await asyncio.sleep(0.02)
      async def stream():
          for i in range(3):
              spin(0.001)
              await asyncio.sleep(0.005)
              yield i
      async def main():
          start = clock()
          await asyncio.gather(*[work() for _ in range(10)])
          print(clock() - start)
          async for _ in stream(): pass
      asyncio.run(main())
      def moving():
          spin(0.005)
          yield
          spin(0.01)
      g = moving()
      next(g)
      time.sleep(0.02)
      thread = threading.Thread(target=lambda: list(g)); thread.start(); thread.join()
      """
    let run = try TimedRun(source, on: python, targets: ["app:work", "app:stream", "app:moving"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    let (work, stream, moving) = try (run.function(0), run.function(1), run.function(2))
    let gathered = try #require(Double(run.output.split(separator: "\n")[0]))
    #expect(work.durations.count == 10)
    // Ten times 2 ms that ran one after the other within what the program measured.
    #expect(work.durations.total.seconds > 0.0195 && work.durations.total.seconds < gathered)
    #expect(work.latencies.count == 10)
    #expect(work.latencies.minimum.seconds > 0.0219)
    #expect(work.latencies.maximum.seconds < gathered)
    #expect(work.suspensions == 10)
    #expect(stream.durations.count == 1)
    #expect(stream.durations.total.seconds > 0.0029)
    #expect(stream.latencies.total.seconds > 0.0179)
    #expect(moving.durations.count == 1)
    #expect(moving.durations.total.seconds > 0.0149)
    #expect(moving.latencies.total.seconds > 0.0349)
    #expect(moving.durations.total.seconds < moving.latencies.total.seconds - 0.0199)
  }

  @Test(arguments: PythonInstallation.required)
  func countsRecursiveAndManyGenerators(_ python: PythonInstallation) throws {
    let source = """
      def walk(n):
          yield n
          if n: yield from walk(n - 1)
      for _ in range(50): list(walk(9))
      def one(): yield 1
      many = [one() for _ in range(70000)]
      for g in many: next(g)
      for g in many:
          for _ in g: pass
      """
    let run = try TimedRun(source, on: python, targets: ["app:walk", "app:one"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(try run.function(0).durations.count == 50)
    #expect(try run.function(0).innerCalls == 450)
    #expect(try run.function(0).suspended.isEmpty)
    // The agent's table has room for 65,536 at one time.
    #expect(try run.function(1).durations.count == 65536)
    #expect(run.report.lostCalls == 70000 - 65536)
  }
}

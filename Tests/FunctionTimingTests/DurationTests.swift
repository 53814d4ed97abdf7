import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Known durations are measured right.
@Suite(.measuresTime) struct DurationTests {
  /// The program measures itself with the same clock that the timer converts to, so the machine's load is in both.
  @Test(arguments: PythonInstallation.required)
  func measuresSleepingAndSpinning(_ python: PythonInstallation) throws {
    let source = """
      import time
      clock = time.perf_counter_ns
      def sleeps(): time.sleep(0.01)
      def spins():
          end = clock() + 5_000_000
          while clock() < end: pass
      def nap(): time.sleep(0.01)
      def both():
          nap()
          nap()
      def measure(f):
          took = []
          for _ in range(21):
              start = clock(); f(); took.append(clock() - start)
          print(sum(took), min(took), sorted(took)[10])
      measure(sleeps); measure(spins); measure(both)
      """
    let run = try TimedRun(source, on: python, targets: ["app:sleeps", "app:spins", "app:both", "app:nap"])
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    try #require(lines.count == 3, "\(run.errors)")
    for (index, line) in lines.enumerated() {
      let durations = try run.function(index).durations
      #expect(durations.count == 21)
      let measured = try [
        Double(durations.total.rawValue), Double(durations.minimum.rawValue), #require(durations.median),
      ]
      for (value, known) in zip(measured, line) { #expect(abs(value / known - 1) < 0.02, "\(measured) \(line)") }
    }
    let (both, nap) = try (run.function(2), run.function(3))
    #expect(nap.durations.count == 42)
    #expect(abs(nap.durations.total.seconds / both.durations.total.seconds - 1) < 0.02)
    let rest = both.durations.total.rawValue - nap.durations.total.rawValue
    #expect(abs(both.selfTime.rawValue - rest) <= 2)
  }

  @Test(arguments: PythonInstallation.required)
  func keepsMomentsAndHistogramInStep(_ python: PythonInstallation) throws {
    let source = """
      import time
      def f(n): sum(range(n))
      for n in range(3000): f(n)
      """
    let durations = try TimedRun(source, on: python, targets: ["app:f"]).function().durations
    #expect(durations.count == 3000)
    #expect(durations.buckets.reduce(0) { $0 + $1.count } == 3000)
    #expect(durations.minimum <= durations.maximum)
    let fromBuckets = durations.buckets.reduce(0.0) { $0 + ($1.lower + $1.upper) / 2 * Double($1.count) }
    #expect(abs(fromBuckets / Double(durations.total.rawValue) - 1) < 0.01)
    let squares = durations.buckets.reduce(0.0) {
      let middle = ($1.lower + $1.upper) / 2
      return $0 + middle * middle * Double($1.count)
    }
    #expect(abs(squares / durations.sumOfSquares - 1) < 0.02)
  }
}

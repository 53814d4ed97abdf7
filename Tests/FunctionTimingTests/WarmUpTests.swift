import Foundation
import ProfileModel
import Testing

@testable import FunctionTiming

/// Where calls are taken for warmed up, by calls whose times are drawn; the seeds are the numbers of the tries.
@Suite(.serialized) struct WarmUpTests {
  /// Of 60 tries: how many calls warm up in the middle one, and how many tries settled after the true warm-up.
  private func simulate(slowCalls: Int, wanted: Int, factor: Double) throws -> (calls: Int, enough: Int) {
    let folder = try ScratchFolder()
    let text = Base64.decode(EmbeddedAgent.pairing) + Base64.decode(EmbeddedAgent.calls)
    let file = folder.path + "/calls_program.py"
    try Data(text).write(to: URL(filePath: file))
    let script = """
      import random, sys
      space = {"__name__": "calls"}
      exec(compile(open(sys.argv[1]).read(), "<seriema>", "exec"), space)
      found = []
      for seed in range(60):
          drawn, made = random.Random(seed), [0]
          def call():
              made[0] += 1
              time = 1000 * (\(factor) if made[0] <= \(slowCalls) else 1) * (1 + abs(drawn.gauss(0, 0.05)))
              return int(time * (10 if drawn.random() < 0.02 else 1))
          found.append(space["warm_up"](call, \(wanted)))
      print(sorted(calls for calls, _ in found)[30], sum(calls >= \(slowCalls) and settled for calls, settled in found))
      """
    let python = try #require(PythonInstallation.required.last)
    let process = Process()
    process.executableURL = URL(filePath: try python.executable)
    process.arguments = ["-c", script, file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(numbers.count == 2, "\(output)")
    return (numbers[0], numbers[1])
  }

  /// Times that do not change take no more calls than are looked at in any case.
  @Test(arguments: [(10, 8), (1000, 128), (10_000, 256)])
  func endsAtOnceWhereNothingChanges(_ wanted: Int, _ least: Int) throws {
    let (calls, enough) = try simulate(slowCalls: 0, wanted: wanted, factor: 1)
    #expect(calls == least)
    #expect(enough >= 55)
  }

  @Test(arguments: [(40, 1000, 1.3), (100, 10_000, 1.3), (200, 10_000, 2), (200, 10_000, 0.7)])
  func waitsUntilTheTimesHaveSettled(_ slow: Int, _ wanted: Int, _ factor: Double) throws {
    let (calls, enough) = try simulate(slowCalls: slow, wanted: wanted, factor: factor)
    #expect(calls >= 2 * slow && calls <= 8 * slow, "\(calls)")
    #expect(enough >= 55, "\(enough)")
  }

  /// What never settles within the calls that are wanted is said.
  @Test func saysWhatHasNotSettled() throws {
    let (calls, enough) = try simulate(slowCalls: 60, wanted: 100, factor: 2)
    #expect(calls == 100 || calls == 16)
    // Sixty of a hundred calls are more than half of them, but for what chance adds.
    #expect(enough <= 5)
  }

  @Test func readsTheAnswer() {
    #expect(CallsOutcome("ran\0128\01") == .ran(.init(calls: 128, hasSettled: true)))
    #expect(CallsOutcome("unseen\08\00") == .unseen(.init(calls: 8, hasSettled: false)))
    #expect(CallsOutcome("raised\01\0KeyError: a\0b") == .raised(target: 1, error: "KeyError: a\0b"))
    for broken in ["", "ran", "ran\0", "ran\0x\01", "what\00\0"] { #expect(CallsOutcome(broken) == .none) }
  }
}

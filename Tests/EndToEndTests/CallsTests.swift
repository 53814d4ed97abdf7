import Foundation
import SeriemaTestSupport
import Testing

/// Functions that no program calls: `seriema time --calls`.
@Suite(.startsProcesses, .tags(.realPython))
struct CallsTests {
  private static let module = """
    import functools

    def before(data):
        total = 0
        for each in data: total += each * each
        return total

    def doubled(function):
        @functools.wraps(function)
        def wrapper(*arguments, **keywords):
            function(*arguments, **keywords)
            return function(*arguments, **keywords)
        return wrapper

    @doubled
    def after(data, *, start=0):
        total = start
        for each in data: total += each * each
        return total

    def wrong(data): return 7
    def emptied(data):
        if not data: raise ValueError("nothing left")
        data.clear()
    def raises(data): raise KeyError("no such order")
    def generated(): yield 1
    async def awaited(): pass
    def factorial(n): return n * factorial(n - 1) if n else 1
    class Order:
        def __init__(self, price): self.price = price
        def total(self): return self.price * 2
        @classmethod
        def parse(cls, text): return cls(int(text))
    """

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.module, to: "orders.py")
    return folder
  }

  private func time(
    _ arguments: [String], _ python: PythonInstallation, in folder: TemporaryFolder
  ) throws -> ProcessOutcome {
    try SeriemaExecutable.run(
      ["time"] + arguments + ["--python", python.executable.path], directory: folder.url)
  }

  private func document(_ folder: TemporaryFolder) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.url.appending(path: "out.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// A decorated function with other arguments against a plain one: neither has to take the other's place.
  @Test(arguments: PythonInstallation.required)
  func comparesFunctionsByTurns(_ python: PythonInstallation) throws {
    let folder = try folder()
    let outcome = try time(
      [
        "-x", "--calls", "400", "--setup", "data = list(range(300))", "--arguments", "data", "-t", "orders:before",
        "-t",
        "orders.py:after", "--check-results", "--fail-above", "20%", "--json", "out.json",
      ], python, in: folder)
    #expect(outcome.status == .exited(3), "\(outcome.error)")
    #expect(outcome.text == "")
    #expect(
      outcome.error.contains("\nagainst orders:before, paired in process: 400 pairs of calls\n"), "\(outcome.error)")
    #expect(outcome.error.contains(/orders\.py:after .* slower\n/), "\(outcome.error)")
    #expect(outcome.error.contains("orders.py:after: 100 calls made with both bodies came to the same"))
    #expect(outcome.error.contains(/\d+ calls of each (came before|were made to warm up)/), "\(outcome.error)")
    let document = try document(folder)
    let comparison = try #require((document["comparisons"] as? [[String: Any]])?.first)
    #expect(comparison["level"] as? String == "paired_in_process")
    let function = try #require((comparison["functions"] as? [[String: Any]])?.first)
    let change = try #require(function["change"] as? Double)
    #expect(change > 0.5 && change < 2, "\(change)")
    let warmUp = try #require((document["warm_up"] as? [String: Any])?["calls"] as? Int)
    #expect((8...400).contains(warmUp))
    let paired = try #require((comparison["paired"] as? [[String: Any]])?.first)
    #expect(paired["pairs"] as? Int == 400)
    #expect((paired["results"] as? [String: Any])?["different"] as? Int == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func countsTheCallsOfOneFunction(_ python: PythonInstallation) throws {
    let folder = try folder()
    for (target, arguments) in [
      ("orders:before", "range(10)"), ("orders:emptied", "[1, 2, 3]"), ("orders:factorial", "5"),
      ("orders:Order.total", "Order(3)"), ("orders:Order.parse", "'3'"), ("__main__:own", ""),
    ] {
      let outcome = try time(
        [
          "--calls", "50", "--setup", "from orders import Order", "--setup", "def own(): return 1", "-t", target,
          "--arguments", arguments, "--json", "out.json",
        ], python, in: folder)
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      let targets = try #require(try document(folder)["targets"] as? [[String: Any]])
      let function = try #require((targets.first?["functions"] as? [[String: Any]])?.first, "\(target)")
      #expect(function["calls"] as? Int == 50, "\(target): \(outcome.error)")
      #expect(function["inner_calls"] as? Int ?? 0 == (target == "orders:factorial" ? 250 : 0), "\(target)")
    }
  }

  @Test(arguments: PythonInstallation.required)
  func comparesRecursionWithItself(_ python: PythonInstallation) throws {
    let folder = try folder()
    let outcome = try time(
      [
        "-x", "--calls", "200", "--arguments", "20", "-t", "orders:factorial", "-t", "orders:factorial", "--json",
        "out.json",
      ], python, in: folder)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let comparison = try #require((try document(folder)["comparisons"] as? [[String: Any]])?.first)
    let paired = try #require((comparison["paired"] as? [[String: Any]])?.first)
    #expect(paired["pairs"] as? Int == 200)
    #expect(paired["mixed_calls"] as? Int == 0)
    #expect(paired["same_body"] as? Bool == true)
    let function = try #require((comparison["functions"] as? [[String: Any]])?.first)
    #expect(abs(try #require(function["change"] as? Double)) < 0.1, "\(outcome.error)")
  }

  /// What lies elsewhere in memory is no change.
  @Test func takesModulesForWhatTheyAre() throws {
    let python = try #require(PythonInstallation.required.last)
    let folder = try folder()
    _ = try folder.write(Self.module, to: "copied.py")
    for (other, band) in [("copied:before", 0.02), ("orders:wrong", 0.01)] {
      let outcome = try time(
        ["-x", "--calls", "100", "--arguments", "[1]", "-t", "orders:before", "-t", other, "--json", "out.json"],
        python,
        in: folder)
      let comparison = try #require((try document(folder)["comparisons"] as? [[String: Any]])?.first)
      #expect(comparison["band"] as? Double == band)
      #expect(outcome.error.contains("the functions are of different modules") == (band == 0.02), "\(outcome.error)")
    }
  }

  @Test(arguments: PythonInstallation.required)
  func callsBothBodiesOfAFunction(_ python: PythonInstallation) throws {
    let folder = try folder()
    _ = try folder.write(Self.module.replacing("total = 0", with: "total = 1"), to: "old.py")
    let outcome = try time(
      [
        "--vs", "old.py", "--calls", "100", "--arguments", "range(50)", "-t", "orders:before", "--check-results",
        "--json", "out.json",
      ], python, in: folder)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error.contains("that were made with both bodies came to something else"), "\(outcome.error)")
    let comparison = try #require((try document(folder)["comparisons"] as? [[String: Any]])?.first)
    let paired = try #require((comparison["paired"] as? [[String: Any]])?.first)
    #expect(paired["same_body"] as? Bool == false)
  }

  @Test func saysWhatDiffers() throws {
    let python = try #require(PythonInstallation.required.first)
    let outcome = try time(
      ["-x", "--calls", "20", "--arguments", "[1, 2]", "--check-results", "-t", "orders:before", "-t", "orders:wrong"],
      python, in: folder())
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let words = outcome.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("20 of 20 calls that were made with both bodies came to something else"), "\(outcome.error)")
    #expect(words.contains("gives 7, and with orders:before gives 5"), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func saysWhyNothingWasCalled(_ python: PythonInstallation) throws {
    let folder = try folder()
    let cases: [(arguments: [String], error: String, why: String)] = [
      (["-t", "orders:befor"], "there is no orders:befor to call", "orders has no befor; near names: before"),
      (["-t", "nowhere:f"], "there is no nowhere:f to call", "ModuleNotFoundError: No module named 'nowhere'"),
      (["-t", "nowhere.py:f"], "there is no nowhere.py:f to call", "there is no file nowhere.py"),
      (
        ["-t", "orders:generated"], "orders:generated cannot be timed by calling it",
        "its calls give a generator, which"
      ),
      (["-t", "orders:awaited"], "orders:awaited cannot be timed by calling it", "its calls give a coroutine, which"),
      (["-t", "orders:functools"], "orders:functools cannot be timed by calling it", "type module, which cannot be"),
      (["-x", "-t", "orders:before", "-t", "builtins:len"], "builtins:len cannot be timed", "and no Python function"),
      (["-t", "orders:raises", "--arguments", "1"], "orders:raises left a call by an exception", "KeyError: 'no such"),
      (["-t", "orders:before"], "orders:before left a call by an exception", "missing 1 required positional argument"),
      (
        ["-x", "-t", "orders:before", "-t", "orders:raises", "--arguments", "[1]"],
        "orders:raises left a call by an exception", "KeyError"
      ),
      (
        ["-t", "orders:emptied", "--setup", "data = [1]", "--arguments", "data"],
        "orders:emptied left a call by an exception", "ValueError: nothing left"
      ),
      (["-t", "orders:before", "--arguments", "1), (2"], "the arguments of a call cannot be evaluated", "SyntaxError"),
      (["-t", "orders:before", "--arguments", "what"], "the arguments of a call cannot be evaluated", "NameError"),
      (["-t", "orders:before", "--setup", "1/0"], "nothing was called", "--setup failed: ZeroDivisionError"),
      (["-t", "orders:before", "--setup", "1 +"], "nothing was called", "--setup failed: SyntaxError"),
    ]
    for (arguments, error, why) in cases {
      let outcome = try time(["--calls", "10"] + arguments, python, in: folder)
      #expect(outcome.status == .exited(1), "\(arguments) \(outcome.error)")
      #expect(outcome.error.contains("error: \(error)"), "\(arguments) \(outcome.error)")
      #expect(outcome.error.contains(why), "\(arguments) \(outcome.error)")
      #expect(!outcome.error.contains("<seriema>"), "\(outcome.error)")
    }
    // Its own lines are shown, as Python would.
    let raised = try time(["--calls", "10", "-t", "orders:raises", "--arguments", "1"], python, in: folder)
    #expect(raised.error.contains("orders.py\", line "), "\(raised.error)")
  }

  @Test func refusesWhatMakesNoSense() throws {
    let python = try #require(PythonInstallation.required.first)
    let folder = try folder()
    let cases: [(arguments: [String], error: String)] = [
      (["--calls", "0", "-t", "a:b"], "error: --calls must be a number from 1"),
      (["--setup", "1", "-t", "a:b", "orders.py"], "error: --setup is for --calls"),
      (["--arguments", "1", "-t", "a:b", "orders.py"], "error: --arguments is for --calls"),
      (["--calls", "9", "-t", "a:b", "orders.py"], "error: --calls calls the functions itself: leave out the program"),
      (["--calls", "9", "-t", "a:b", "--repeat", "3"], "error: --calls compares within one run"),
      (["--calls", "9", "-t", "a:b", "--against", "HEAD"], "error: --calls compares within one run"),
      (["--calls", "9", "-x", "-t", "a:b"], "error: -x compares functions with the first\n"),
      (["--calls", "9", "-t", "a:*"], "error: 'a:*' cannot be called\n"),
      (["--calls", "9", "-t", "a.py:12"], "error: 'a.py:12' cannot be called\n"),
      (["--calls", "9", "-t", "a:f.<locals>.g"], "error: 'a:f.<locals>.g' cannot be called\n"),
      (["--calls", "9", "-x", "--vs", "old.py", "-t", "a:b", "-t", "a:c"], "error: -x and --vs exclude each other"),
    ]
    for (arguments, error) in cases {
      let outcome = try time(arguments, python, in: folder)
      #expect(outcome.status == .exited(64), "\(arguments) \(outcome.error)")
      #expect(outcome.error.hasPrefix(error), "\(arguments) \(outcome.error)")
    }
    let attached = try SeriemaExecutable.run(["time", "--calls", "9", "-t", "a:b", "--pid", "1"])
    #expect(attached.error.hasPrefix("error: --calls calls the functions itself: leave out --pid"), "\(attached.error)")
    let old = try time(["--calls", "9", "-t", "orders:before"], PythonInstallation("3.11"), in: folder)
    #expect(old.status == .exited(1))
    #expect(old.error.contains("is too old to time it: it has no sys.monitoring"), "\(old.error)")
  }
}

import Foundation
import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Two bodies of a function run by turns, and what a program sees of that.
@Suite(.startsProcesses) struct PairingTests {
  /// Says which body runs, and how often each did.
  private static func program(_ body: String, calls: Int = 400) -> String {
    """
    import collections, sys
    ran = collections.Counter()
    def f(n):
        ran[\(body)] += 1
        return n
    for n in range(\(calls)): assert f(n) == n
    print(ran["old"], ran["new"], sys.getrefcount(f) < 10, sorted(ran))
    """
  }

  private func request(_ source: String, checks: Bool = false, seed: UInt64 = 7) -> PairRequest {
    PairRequest(target: 0, body: .source(Array(source.utf8)), label: "HEAD~1", checksResults: checks, seed: seed)
  }

  @Test(arguments: PythonInstallation.required)
  func runsBothBodiesEquallyOften(_ python: PythonInstallation) throws {
    let run = try TimedRun(
      Self.program("'new'", calls: 2000), on: python, targets: ["app:f"],
      pairings: [request(Self.program("'old'"))])
    #expect(run.errors == "")
    let words = run.output.split(separator: " ")
    // The first call has the body as it is, and the last one may be the first of its pair.
    #expect(words[2] == "True", "\(run.output)")
    let (old, new) = (try #require(Int(words[0])), try #require(Int(words[1])))
    #expect(old + new == 2000)
    #expect(abs(new - old) <= 2)
    let pairing = try #require(run.report.pairings.first)
    #expect(pairing.outcome == .active)
    #expect(!pairing.isSame)
    #expect(pairing.warmUpPairs == 16 * 3)
    // 951 more pairs: 16 copies with 1, 2, 4, 8, 16 and then some 32, of which 32 blocks are kept at most.
    #expect(pairing.copies.count == 16)
    #expect(pairing.pairs > 900 && pairing.pairs <= 951)
    #expect(pairing.copies.allSatisfy { (16...32).contains($0.count) })
    #expect(pairing.copies.joined().allSatisfy { $0.base.count == $0.new.count })
    let functions = run.report.targets[0].functions
    #expect(functions.map(\.label).sorted() == ["", "HEAD~1"])
    #expect(functions.map(\.durations.count).reduce(0, +) == 2000)
    #expect(functions.contains { $0.function.file.hasSuffix("app.py@HEAD~1") })
  }

  /// The same seed gives the same order, another one another, and each body comes first about as often.
  @Test func drawsTheOrder() throws {
    let python = try #require(PythonInstallation.required.last)
    let source = { (name: String) in
      """
      order = []
      def f():
          order.append(\(name))
      for n in range(4000): f()
      print("".join(map(str, order)))
      """
    }
    let orders = try [1, 1, 2].map { seed in
      try TimedRun(source("1"), on: python, targets: ["app:f"], pairings: [request(source("0"), seed: seed)]).output
    }
    #expect(orders[0] == orders[1])
    #expect(orders[0] != orders[2])
    // After the call in which the other body was found, pairs follow each other.
    let calls = Array(orders[0].dropFirst().dropLast())
    let pairs = stride(from: 0, to: calls.count - 1, by: 2).map { String(calls[$0...$0 + 1]) }
    #expect(Set(pairs) == ["01", "10"])
    // Of 1,999 draws, six standard deviations to either side.
    #expect(abs(pairs.count { $0 == "01" } - 1000) < 135)
  }

  @Test(arguments: PythonInstallation.required)
  func takesTheBodyOfAnotherFunction(_ python: PythonInstallation) throws {
    let source = """
      ran = []
      class C:
          def before(self, n, *, k=3):
              ran.append(0)
          def after(self, n, *, k=3):
              ran.append(1)
      c = C()
      for n in range(1000): c.before(n)
      c.after(1)
      print(ran.count(0), ran.count(1), len(ran))
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:C.before", "app:C.after"],
      pairings: [
        PairRequest(target: 0, body: .target(1), label: "app:C.before", checksResults: false, seed: 3)
      ])
    #expect(run.errors == "")
    let pairing = try #require(run.report.pairings.first)
    #expect(pairing.outcome == .active, "\(pairing)")
    #expect(pairing.target == "app:C.after")
    #expect(pairing.base == "app:C.before")
    #expect(pairing.pairs > 400 && pairing.pairs <= (999 - 96) / 2)
    let words = run.output.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .newlines)) }
    #expect(words[2] == 1001)
    #expect(abs(words[1] - words[0]) <= 2)
    // What it does under its own name is its own.
    let after = run.report.targets[1].functions
    #expect(after.map(\.durations.count).sorted() == [1, words[1] - 1])
  }

  /// Recursion stays in the body that it began in; exceptions end a call like any other.
  @Test(arguments: PythonInstallation.required)
  func keepsCallsWhole(_ python: PythonInstallation) throws {
    let source = { (name: String) in
      """
      depth = []
      def f(n, fails):
          depth.append(\(name))
          if n:
              f(n - 1, fails)
          elif fails:
              raise KeyError(n)
      mixed = 0
      both = set()
      for n in range(3000):
          depth.clear()
          try: f(3, n % 3 == 0)
          except KeyError: pass
          mixed += len(set(depth)) > 1
          both.update(depth)
      print(mixed, sorted(both))
      """
    }
    let run = try TimedRun(source("1"), on: python, targets: ["app:f"], pairings: [request(source("0"))])
    #expect(run.errors == "")
    #expect(run.output == "0 [0, 1]\n")
    let pairing = try #require(run.report.pairings.first)
    #expect(pairing.mixedCalls == 0)
    #expect(pairing.pairs + pairing.warmUpPairs > 1400)
    #expect(run.report.targets[0].functions.map(\.errors).reduce(0, +) == 1000)
    #expect(run.report.targets[0].functions.map(\.innerCalls).reduce(0, +) == 9000)
  }

  /// A call in which another thread had the body swapped is in no pair, and each counts for the body that it ran.
  @Test(arguments: PythonInstallation.required)
  func tellsThreadsApart(_ python: PythonInstallation) throws {
    let source = { (name: String) in
      """
      import threading, time, collections
      ran = collections.Counter()
      def f(n):
          ran[\(name)] += n == 0
          if n < 2:
              time.sleep(0.0002)
              f(n + 1)
      def work():
          for _ in range(300): f(0)
      threads = [threading.Thread(target=work) for _ in range(4)]
      for each in threads: each.start()
      for each in threads: each.join()
      print(ran[0], ran[1])
      """
    }
    let run = try TimedRun(source("1"), on: python, targets: ["app:f"], pairings: [request(source("0"))])
    #expect(run.errors == "")
    let ran = run.output.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .newlines)) }
    #expect(ran[0] + ran[1] == 1200)
    #expect(ran[0] > 200 && ran[1] > 200)
    let pairing = try #require(run.report.pairings.first)
    #expect(pairing.mixedCalls > 0)
    let counted = pairing.copies.joined().reduce(0) { $0 + $1.base.count + $1.new.count }
    #expect(counted > 0 && counted + pairing.mixedCalls <= 1200)
  }

  /// A forked child has the function as it was written.
  @Test(arguments: PythonInstallation.required)
  func leavesChildrenAlone(_ python: PythonInstallation) throws {
    let source = { (name: String) in
      """
      import os, sys
      ran = []
      def f(): ran.append(\(name))
      for _ in range(101): f()
      child = os.fork()
      if child == 0:
          f()
          ran.clear()
          for _ in range(100): f()
          os._exit(0 if ran == [1] * 100 else 1)
      print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      for _ in range(100): f()
      print(abs(ran.count(0) - ran.count(1)) <= 2)
      """
    }
    let run = try TimedRun(source("1"), on: python, targets: ["app:f"], pairings: [request(source("0"))])
    #expect(run.output == "0\nTrue\n", "\(run.errors)")
    #expect(run.report.pairings.first?.pairs == (200 - 96) / 2)
  }

  @Test(arguments: PythonInstallation.required)
  func givesWayToAnotherBody(_ python: PythonInstallation) throws {
    let source = """
      def f(): return 1
      def g(): return 2
      for _ in range(100): f()
      f.__code__ = g.__code__
      print([f() for _ in range(5)], f.__code__ is g.__code__)
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:f", "app:g"], pairings: [request("def f(): return 1")])
    #expect(run.output == "[2, 2, 2, 2, 2] True\n", "\(run.errors)")
  }

  @Test(arguments: PythonInstallation.required)
  func comparesResults(_ python: PythonInstallation) throws {
    let source = { (result: String, more: String) in
      """
      def f(a, /, b, *rest, c=1, **more):
          if a == 4: \(more)
          return \(result)
      for n in range(150):
          try: f(n, [n] * 50, n, c=3, d="x" * 100)
          except ValueError: pass
      """
    }
    func results(_ old: (String, String), _ new: (String, String)) throws -> PairedTiming.Results {
      let run = try TimedRun(
        source(new.0, new.1), on: python, targets: ["app:f"],
        pairings: [request(source(old.0, old.1), checks: true)])
      #expect(run.errors == "")
      #expect(run.report.pairings.first?.outcome == .active)
      return try #require(run.report.pairings.first?.results)
    }
    let equal = try results(("a + c + len(rest)", "pass"), ("len(rest) + c + a", "pass"))
    // The first hundred, and then one of 64; not the call in which the other body was found.
    #expect(equal == .init(compared: 101, different: 0, incomparable: 0, examples: []))
    let opaque = try results(("object()", "pass"), ("object()", "pass"))
    #expect(opaque.incomparable == 101)
    let different = try results(("a % 50", "pass"), ("a % 50 if a < 148 else 0", "raise ValueError(a)"))
    #expect(different.compared == 101)
    let example = try #require(different.examples.first)
    #expect(different.different == 1)
    #expect(example.call.hasPrefix("f(4, [4, 4, 4, "))
    #expect(example.call.contains("…, 4, c=3, d='xxx"))
    #expect(example.call.count < 250)
    #expect(example.base == "gives 4")
    #expect(example.new == "raises ValueError(4)")
  }

  /// What is not the body must be the same.
  @Test(arguments: PythonInstallation.required)
  func refusesWhatIsMoreThanTheBody(_ python: PythonInstallation) throws {
    let cases: [(old: String, new: String, call: String, refusal: PairRefusal?)] = [
      ("def f(a): return a", "def f(a): return a + 0", "f(1)", nil),
      ("def f(a, b=1): return a", "def f(a): return a", "f(1)", .arguments(both: "(a, b) and (a)")),
      (
        "def f(a, *, b=1): return a", "def f(a, b=1): return a", "f(1)",
        .arguments(both: "(a, *, b) and (a, b)")
      ),
      ("def f(a, /): return a", "def f(a, /, *c): return a", "f(1)", .arguments(both: "(a, /) and (a, /, *c)")),
      ("def f(a=1): return a", "def f(a=2): return a", "f(1)", .defaults),
      ("def f(*, a=[1]): return a", "def f(*, a=[2]): return a", "f()", .defaults),
      ("def f(a): yield a", "def f(a): return a", "f(1)", .suspends(kind: "a generator")),
      ("def f(a): return a", "def f(a): yield a", "list(f(1))", .suspends(kind: "a generator")),
      (
        "async def f(): pass", "async def f(): 1", "import asyncio; asyncio.run(f())",
        .suspends(kind: "a coroutine")
      ),
      ("def g(a): return a", "def f(a): return a", "f(1)", .notThere),
      ("def f(a): return a\ndef f(a): return 2", "def f(a): return a", "f(1)", .ambiguous),
      ("def d(f): return f\ndef f(): return 1", "def d(f): return f\n@d\ndef f(): return 1", "f()", .decorators),
      ("def f(): return gone(1) + also.gone", "def f(): return 1", "f()", .globals(names: "also, gone")),
      ("def f(): return len('') + t", "def f(): return 1\nt = 4", "f()", nil),
      (
        "class f:\n def g(self): return __class__", "class f:\n def g(self): return 1", "f().g()",
        .closure(both: "(__class__) and ()")
      ),
      ("def f(): return 1", "def o():\n def f(): return 2\n return f\nf = o()", "f()", .isLocal),
    ]
    for entry in cases {
      let target = entry.call.contains(".g()") ? "app:f.g" : entry.new.hasPrefix("def o") ? "app:o.<locals>.f" : "app:f"
      let source = entry.new + "\nfor _ in range(50): \(entry.call)\n"
      let run = try TimedRun(source, on: python, targets: [target], pairings: [request(entry.old)])
      #expect(run.errors == "", "\(entry)")
      let outcome = run.report.pairings.first?.outcome
      #expect(outcome == entry.refusal.map { .refused($0) } ?? .active, "\(entry)")
      // It is timed all the same.
      #expect(run.report.targets[0].functions.contains { $0.durations.count > 20 }, "\(entry)")
    }
    let broken = try TimedRun(
      "def f(): return 1\nf()", on: python, targets: ["app:f"], pairings: [request("def f(: return 1")])
    guard case .refused(.notCompiled(let error)) = broken.report.pairings.first?.outcome else {
      Issue.record("\(broken.report.pairings)")
      return
    }
    #expect(error.hasPrefix("SyntaxError: "))
  }

  /// Of two functions: what they are called with, and what they see, must be the same.
  @Test(arguments: PythonInstallation.required)
  func refusesFunctionsThatAreTooDifferent(_ python: PythonInstallation) throws {
    let cases: [(source: String, outcome: PairedTiming.Outcome)] = [
      ("def a(n=1): return n\ndef b(n=1): return n", .active),
      ("def a(n=1): return n\ndef b(n=2): return n", .refused(.defaults)),
      ("def a(n=1): return n\ndef b(m=1): return m", .refused(.arguments(both: "(n) and (m)"))),
      ("def a(n=1): return n\ndef b(n=1): yield n", .refused(.suspends(kind: "a generator"))),
      ("def a(n=1): return n\nb = len", .notCalled),
      (
        "import string\ndef a(s='', n=1): return n\nb = string.capwords",
        .refused(.arguments(both: "(s, n) and (s, sep)"))
      ),
    ]
    for (source, outcome) in cases {
      let run = try TimedRun(
        source + "\nfor _ in range(50): a()\n", on: python, targets: ["app:a", "app:b"],
        pairings: [PairRequest(target: 0, body: .target(1), label: "app:a", checksResults: false, seed: 1)])
      #expect(run.errors == "", "\(source)")
      #expect(run.report.pairings.first?.outcome == outcome, "\(source)")
    }
  }

  /// The program finds no trace of how the other body was found.
  @Test(arguments: PythonInstallation.required)
  func importsNothingIntoTheProgram(_ python: PythonInstallation) throws {
    let source = """
      import sys
      def f(): return 1
      before = set(sys.modules)
      for _ in range(50): f()
      print(sorted(set(sys.modules) - before))
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:f"], pairings: [request("def f(): return '\\d' and 2")])
    #expect(run.output == "[]\n")
    #expect(run.errors == "")
    #expect(run.report.pairings.first?.outcome == .active)
  }
}

import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Functions that share a code object are counted apart.
@Suite(.startsProcesses) struct SharedCodeTests {
  private static let decorators = """
    import functools
    def wrapping(function):
        @functools.wraps(function)
        def wrapper(*arguments):
            return function(*arguments)
        return wrapper
    def bare(function):
        def wrapper(*arguments):
            return function(*arguments)
        return wrapper
    """

  @Test(arguments: PythonInstallation.required)
  func tellsWrappersOfOneDecoratorApart(_ python: PythonInstallation) throws {
    let source = """
      import time
      from decorators import wrapping, bare
      @wrapping
      def alpha(): time.sleep(0.01)
      @wrapping
      def beta(): pass
      @bare
      def gamma(): pass
      @bare
      def delta(): raise KeyError
      for _ in range(2): alpha()
      for _ in range(5): beta()
      for _ in range(3): gamma()
      for _ in range(4):
          try: delta()
          except KeyError: pass
      """
    let run = try TimedRun(
      source, on: python,
      targets: ["decorators:wrapping.<locals>.wrapper", "decorators:bare.<locals>.wrapper", "app:alpha", "app:gamma"],
      files: ["decorators.py": Self.decorators])
    #expect(run.ending == .exited(0), "\(run.errors)")
    let rows = run.report.targets.map { target in
      Dictionary(uniqueKeysWithValues: target.functions.map { ($0.label, $0.durations.count) })
    }
    #expect(rows[0] == ["__main__:alpha": 2, "__main__:beta": 5])
    #expect(rows[1] == ["__main__:gamma": 3, "__main__:delta": 4])
    #expect(run.report.targets[1].functions.map(\.errors).sorted() == [0, 4])
    let alpha = try #require(run.report.targets[0].functions.first { $0.label == "__main__:alpha" })
    #expect(alpha.durations.minimum.seconds > 0.01)
    #expect(try run.function(2).function.qualifiedName == "alpha")
    #expect(try run.function(2).durations.count == 2)
    #expect(try run.function(3).function.qualifiedName == "gamma")
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func tellsNamedClosuresApart(_ python: PythonInstallation) throws {
    let source = """
      def make(n):
          def add(x): return x + n
          return add
      one = make(1)
      two = make(2)
      for _ in range(3): one(0)
      for _ in range(4): two(0)
      make(3)(0)
      """
    let run = try TimedRun(source, on: python, targets: ["app:one", "app:two", "app:make.<locals>.add"])
    #expect(try run.function(0).durations.count == 3)
    #expect(try run.function(1).durations.count == 4)
    let rows = run.report.targets[2].functions.map { "\($0.label) \($0.durations.count)" }
    #expect(Set(rows) == ["__main__:one 3", "__main__:two 4", " 1"])
  }

  /// A function that is made anew with each call is one function, however often it is made.
  @Test(arguments: PythonInstallation.required)
  func countsAFunctionMadeAgainAndAgainAsOne(_ python: PythonInstallation) throws {
    let source = """
      import functools
      def outer(n):
          def helper(): return n
          def inner(): return helper()
          return inner() + (lambda: helper())()
      for n in range(3000): outer(n)
      def make(f):
          def wrapper(): return f()
          return wrapper
      def a(): pass
      def b(): pass
      for n in range(1000): make(a if n % 4 else b)()
      """
    let run = try TimedRun(
      source, on: python,
      targets: ["app:outer.<locals>.helper", "app:outer.<locals>.inner", "app:make.<locals>.wrapper"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(try run.function(0).durations.count == 6000)
    #expect(try run.function(1).durations.count == 3000)
    let rows = run.report.targets[2].functions.map { "\($0.label) \($0.durations.count)" }
    #expect(Set(rows) == ["__main__:a 750", "__main__:b 250"])
    #expect(run.report.lostCalls == 0)
  }
}

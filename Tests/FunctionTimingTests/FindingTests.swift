import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Targets are found by what a user calls them, whenever they come to be.
@Suite(.startsProcesses) struct FindingTests {
  @Test(arguments: PythonInstallation.required)
  func timesEveryKindOfFunction(_ python: PythonInstallation) throws {
    let source = """
      import functools
      def plain(): pass
      def outer():
          def inner(): pass
          inner()
      class C:
          def __init__(self): pass
          def method(self): pass
          @classmethod
          def class_method(cls): pass
          @staticmethod
          def static_method(): pass
          @property
          def prop(self): pass
          @functools.cached_property
          def cached(self): pass
          @functools.lru_cache
          def memo(self): pass
      class D(C): pass
      named_lambda = lambda: None
      for _ in range(3): plain()
      for _ in range(2): outer()
      d = D(); d.method(); d.method(); d.class_method(); d.static_method()
      d.prop; d.prop; d.cached; d.cached; d.memo(); d.memo(); functools.partial(plain)()
      named_lambda()
      """
    let names = [
      "plain", "outer", "outer.<locals>.inner", "C.__init__", "C.method", "C.class_method", "C.static_method", "C.prop",
      "C.cached", "C.memo", "<lambda>",
    ]
    let run = try TimedRun(source, on: python, targets: names.map { "app:\($0)" })
    #expect(run.ending == .exited(0))
    #expect(try run.calls() == [4, 2, 2, 1, 2, 1, 1, 2, 1, 1, 1])
    #expect(run.report.lostCalls == 0)
    #expect(run.report.processes == 1)
    #expect(try run.function(0).module == "__main__")
    #expect(try run.function(0).function.firstLine == 2)
  }

  @Test(arguments: PythonInstallation.required)
  func findsModulesThatAreImportedLate(_ python: PythonInstallation) throws {
    let source = """
      import sys
      assert "late" not in sys.modules
      import late
      late.work()
      late.work()
      """
    let run = try TimedRun(
      source, on: python, targets: ["late:work", "late.py:work", "./late.py:work"],
      files: ["late.py": "def work(): pass"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(try run.calls() == [2, 2, 2])
  }

  @Test(arguments: PythonInstallation.required)
  func findsTheScriptByItsPath(_ python: PythonInstallation) throws {
    let run = try TimedRun(
      "def f(): pass\nf()", on: python, targets: ["app.py:f", "__main__:f", "app:f", "pp.py:f"])
    #expect(try [run.function(0), run.function(1), run.function(2)].map(\.durations.count) == [1, 1, 1])
    #expect(run.report.targets[3].functions.isEmpty)
  }

  @Test(arguments: PythonInstallation.required)
  func findsAPackageThatRunsAsAProgram(_ python: PythonInstallation) throws {
    let run = try TimedRun(
      "", on: python, targets: ["pkg.__main__:f", "pkg:f", "pkg/__main__.py:f", "pkg.part:g"],
      files: [
        "pkg/__init__.py": "", "pkg/part.py": "def g(): pass",
        "pkg/__main__.py": "from . import part\ndef f(): part.g()\nf()",
      ], arguments: ["-m", "pkg"], mainModules: ["pkg", "pkg.__main__"])
    #expect(try run.calls() == [1, 1, 1, 1])
  }

  @Test(arguments: PythonInstallation.required)
  func tellsRedefinedFunctionsApartAndReloadedOnesNot(_ python: PythonInstallation) throws {
    let source = """
      import importlib
      def f(): pass
      f()
      def f(): return 1
      f(); f()
      import part
      for _ in range(20):
          part.g()
          importlib.reload(part)
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:f", "part:g"], files: ["part.py": "def g(): pass"])
    #expect(run.report.targets[0].functions.map(\.durations.count) == [1, 2])
    #expect(run.report.targets[0].functions.map(\.function.firstLine) == [2, 4])
    #expect(try run.function(1).durations.count == 20)
  }

  @Test(arguments: PythonInstallation.required)
  func namesWhatRanWhenATargetDidNot(_ python: PythonInstallation) throws {
    let source = """
      class Session:
          def execute(self): pass
      def parse_line(): pass
      Session().execute(); parse_line()
      """
    let run = try TimedRun(
      source, on: python, targets: ["app:Session.exceute", "app:Parse_Line", "app:qqq", "app:parse_line"])
    #expect(run.report.targets.map(\.functions.isEmpty) == [true, true, true, false])
    #expect(run.report.targets[0].nearNames.first == "app:Session.execute")
    // Although it is a target itself.
    #expect(run.report.targets[1].nearNames.first == "app:parse_line")
    #expect(run.report.targets[2].nearNames.isEmpty)
  }

  @Test(arguments: PythonInstallation.required)
  func keepsLongAndForeignNames(_ python: PythonInstallation) throws {
    let long = "f" + String(repeating: "o", count: 1100)
    let run = try TimedRun(
      "def \(long)(): pass\n\(long)()\ndef имя(): pass\nимя()", on: python, targets: ["app:\(long)", "app:имя"])
    #expect(try run.calls() == [1, 1])
    #expect(try run.function(0).function.qualifiedName == long)
    #expect(try run.function(1).function.qualifiedName == "имя")
  }

  /// More code objects than the agent's tables hold, all of them targets.
  @Test(arguments: PythonInstallation.required)
  func countsWhatItsTablesHaveNoRoomFor(_ python: PythonInstallation) throws {
    let source = """
      for line in range(1500):
          space = {"__name__": "made"}
          exec("\\n" * line + "def f(): pass", space)
          space["f"](); space["f"]()
      """
    let run = try TimedRun(source, on: python, targets: ["made:f"])
    #expect(run.ending == .exited(0))
    let functions = run.report.targets[0].functions
    #expect(functions.count == 1024)
    #expect(functions.allSatisfy { $0.durations.count == 2 })
    #expect(run.report.lostCalls == 2 * (1500 - 1024))
  }
}

import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Lines, patterns, and names that stand for something else than a function of that name.
@Suite(.startsProcesses) struct TargetTests {
  @Test(arguments: PythonInstallation.required)
  func findsTheInnermostFunctionAtALine(_ python: PythonInstallation) throws {
    let source = """
      import functools
      def outer():
          x = 1
          def inner():
              return sum(
                  i for i in range(3))
          return inner
      class C:
          @functools.lru_cache
          def method(self):
              return (lambda: 1)()
      last = lambda: None
      outer()(); outer()(); C().method(); last()
      x = 2
      """
    let lines = [3, 4, 6, 7, 9, 11, 12, 14, 99]
    let run = try TimedRun(source, on: python, targets: lines.map { "app.py:\($0)" })
    #expect(run.ending == .exited(0), "\(run.errors)")
    let names = run.report.targets.map { $0.functions.map(\.function.qualifiedName) }
    #expect(
      names == [
        ["outer"], ["outer.<locals>.inner"], ["outer.<locals>.inner"], ["outer"], ["C.method"], ["C.method"],
        ["<lambda>"], [], [],
      ])
    #expect(try run.function(2).durations.count == 2)
    #expect(run.report.targets[7].finding == .noFunctionAtLine)
    #expect(run.report.targets[8].finding == .noFunctionAtLine)
  }

  @Test(arguments: PythonInstallation.required)
  func findsPatterns(_ python: PythonInstallation) throws {
    let source = """
      import time
      class Session:
          def execute(self): self.get_a()
          def get_a(self): time.sleep(0.002)
          def get_bc(self): [x for x in ()]
      def outer():
          def inner(): pass
          inner(); (lambda: 0)()
      s = Session(); s.execute(); s.get_bc(); outer()
      """
    let run = try TimedRun(
      source, on: python,
      targets: ["app:*", "*:Session.execute", "*.py:Session.get_?", "app:*.<locals>.*", "app:outer", "other:*"])
    #expect(run.ending == .exited(0), "\(run.errors)")
    let names = run.report.targets.map { Set($0.functions.map(\.function.qualifiedName)) }
    let all: Set = ["Session.execute", "Session.get_a", "Session.get_bc", "outer", "outer.<locals>.inner"]
    #expect(names[0] == all)
    #expect(run.report.targets[0].functions.first?.function.qualifiedName == "Session.execute", "by total")
    #expect(names[1] == ["Session.execute"])
    #expect(names[2] == ["Session.get_a"])
    #expect(names[3] == ["outer.<locals>.inner", "outer.<locals>.<lambda>"])
    #expect(names[4] == ["outer"])
    #expect(names[5] == [])
  }

  @Test(arguments: PythonInstallation.required)
  func findsWhatANameStandsFor(_ python: PythonInstallation) throws {
    let source = """
      import functools, helper
      from helper import helped as alias
      class Base:
          def __new__(cls): return super().__new__(cls)
          def method(self): pass
          @property
          def prop(self): pass
      class Derived(Base):
          def __init__(self): pass
      class Callable:
          def __call__(self): pass
      part = functools.partial(alias)
      call = Callable()
      def late(): pass
      memo = functools.lru_cache(late)
      def swapped(): pass
      for _ in range(3):
          d = Derived(); d.method(); d.prop; part(); call(); memo(); helper.inner_again()
      swapped()
      swapped = helper.replacement
      swapped(); swapped()
      """
    let helper = """
      def helped(): pass
      def replacement(): pass
      def inner_again(): pass
      """
    let run = try TimedRun(
      source, on: python,
      targets: [
        "app:Derived.method", "app:Derived", "app:Derived.prop", "app:part", "app:alias", "app:call", "app:memo",
        "app.py:Derived.method", "app:swapped", "app:Callable",
      ], files: ["helper.py": helper])
    #expect(run.ending == .exited(0), "\(run.errors)")
    let rows = run.report.targets.map { target in
      Dictionary(uniqueKeysWithValues: target.functions.map { ($0.function.qualifiedName, $0.durations.count) })
    }
    #expect(
      rows == [
        ["Base.method": 3], ["Base.__new__": 3, "Derived.__init__": 3], ["Base.prop": 3], ["helped": 3], ["helped": 3],
        ["Callable.__call__": 3], ["late": 1], ["Base.method": 3], ["swapped": 1, "replacement": 2], [:],
      ])
    #expect(run.report.targets[9].finding == .plainClass)
    #expect(run.report.lostCalls == 0)
  }

  @Test(arguments: PythonInstallation.required)
  func tellsWhyNothingWasTimed(_ python: PythonInstallation) throws {
    let source = """
      import math, json.scanner
      value = 3
      class Plain: pass
      def unused(): pass
      def used(): pass
      used()
      """
    let run = try TimedRun(
      source, on: python,
      targets: [
        "app:value", "app:Plain", "app:unused", "app:nothing", "math:sqrt", "absent:f", "app.py:4", "app.py:2",
        "builtins:len", "app:unused.x", "os:getcwd",
      ])
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(run.report.targets.allSatisfy { $0.functions.isEmpty })
    #expect(
      run.report.targets.map(\.finding) == [
        .notCallable(type: "int"), .plainClass, .function(qualifiedName: "unused"), .notDefined,
        .writtenInC(type: "builtin_function_or_method"), .noModule, .function(qualifiedName: "unused"),
        .noFunctionAtLine, .writtenInC(type: "builtin_function_or_method"), .notDefined,
        .writtenInC(type: "builtin_function_or_method"),
      ])
  }

  /// No property, `__getattr__` or metaclass of the program may run because a name was looked up.
  @Test(arguments: PythonInstallation.required)
  func looksNamesUpWithoutRunningTheProgram(_ python: PythonInstallation) throws {
    let source = """
      class Meta(type):
          def __getattribute__(cls, name):
              print("asked for", name)
              return super().__getattribute__(name)
      class Watched(metaclass=Meta):
          @property
          def prop(self): print("read")
          def __getattr__(self, name): print("missing", name)
          @property
          def func(self): print("read func")
          @property
          def __wrapped__(self): print("read wrapped")
      watched = Watched()
      def f(): pass
      f()
      """
    let plain = try TimedRun(source, on: python, targets: [])
    let timed = try TimedRun(
      source, on: python, targets: ["app:Watched", "app:Watched.prop", "app:watched", "app:Watched.none", "app:f"])
    #expect(timed.output == plain.output)
    #expect(timed.errors == plain.errors)
    #expect(try timed.function(4).durations.count == 1)
  }
}

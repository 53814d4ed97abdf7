import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// The program cannot tell that it is timed, but for the tool ids. What it starts that is not Python sees two variables
/// in its environment, by which Pythons are found.
@Suite(.startsProcesses) struct TransparencyTests {
  /// Describes what a program can see of its own interpreter.
  private static let selfDescription = """
    import sys, os, gc, traceback
    def show():
        names = sorted(k for k in vars(sys.modules["__main__"]))
        print("argv", sys.argv, sys.orig_argv[1:])
        print("path", sys.path)
        print("modules", list(sys.modules))
        print("environ", list(os.environ.items()))
        print("importers", sorted(sys.path_importer_cache))
        print("main", names, __name__, __spec__, __file__, __doc__)
        print("flags", sys.flags, sys.dont_write_bytecode, sys.gettrace(), sys.getprofile())
        print("hooks", sys.meta_path, len(sys.path_hooks), sys.excepthook is sys.__excepthook__)
        for number in sorted(os.listdir("/proc/self/fd"), key=int):
            try: print("fd", number, os.readlink("/proc/self/fd/" + number))
            except OSError: pass
        print("warnings", sys.warnoptions, gc.get_count()[1:] >= (0, 0), gc.isenabled(), gc.get_threshold())
        print("leftovers", [o for o in gc.get_objects() if "seriema" in str(getattr(o, "__name__", ""))
            and not isinstance(o, type)])
        print(sys.stdin.fileno(), sys.stdout.encoding, os.getcwd())
    show()
    sys.stdout.flush()
    os.system("env | cut -d= -f1 | grep -vx -e PYTHONPATH -e SERIEMA_AGENT | sort")
    def deep(): raise KeyError("deep")
    try: deep()
    except KeyError: traceback.print_exc()
    deep()
    """

  @Test(
    arguments: PythonInstallation.required,
    [[:], ["PYTHONPATH": "FOLDER/a:FOLDER/b"], ["PYTHONPATH": ""], ["PYTHONPYCACHEPREFIX": "FOLDER/cache"]])
  func leavesTheInterpreterAsItWas(_ python: PythonInstallation, environment: [String: String]) throws {
    // Descriptors of tests that run at the same time may get into the child.
    let closing = """
      for f in /proc/self/fd/*; do
        n=${f##*/}
        case $(readlink $f) in /memfd:*) continue;; esac
        if ((n > 2)); then eval "exec $n>&-"; fi
      done
      """
    let wrapper = ["/bin/bash", "-c", "\(closing)\nexec \"$@\"", "bash"]
    let plain = try TimedRun(
      Self.selfDescription, on: python, targets: [], environment: environment, wrapper: wrapper)
    let timed = try TimedRun(
      Self.selfDescription, on: python, targets: ["app:show", "app:deep"], environment: environment, wrapper: wrapper)
    #expect(plain.output.contains("modules"))
    let lines = plain.output.split(separator: "\n")
    let timedLines = timed.output.split(separator: "\n")
    #expect(lines.count == timedLines.count)
    for (line, timedLine) in zip(lines, timedLines) { #expect(timedLine == line) }
    #expect(timed.errors == plain.errors)
    #expect(timed.ending == plain.ending)
    #expect(try timed.calls() == [1, 2])
  }

  @Test(
    arguments: PythonInstallation.required,
    [
      "import sys; print('mine', __name__, __file__, list(sys.modules)[-1], sys.path[:3])",
      "import nothing_of_that_name", "raise ImportError('no')", "raise RuntimeError('no')", "1 +",
    ])
  func runsTheProgramsOwnSitecustomize(_ python: PythonInstallation, sitecustomize: String) throws {
    let source = """
      import sys
      print("sitecustomize" in sys.modules, getattr(sys.modules.get("sitecustomize"), "__file__", None))
      def f(): pass
      f()
      """
    let files = ["own/sitecustomize.py": sitecustomize]
    let environment = ["PYTHONPATH": "FOLDER/own"]
    let plain = try TimedRun(source, on: python, targets: [], files: files, environment: environment)
    let timed = try TimedRun(source, on: python, targets: ["app:f"], files: files, environment: environment)
    #expect(timed.output == plain.output)
    #expect(timed.errors == plain.errors)
    #expect(timed.ending == plain.ending)
    if plain.ending == .exited(0) { #expect(try timed.calls() == [1]) }
  }

  @Test(arguments: PythonInstallation.required)
  func leavesChildrenAlone(_ python: PythonInstallation) throws {
    let source = """
      import subprocess, sys
      def f(): pass
      f()
      code = "import sys, os; print(sorted(os.environ), sys.path)"
      print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True))
      """
    let plain = try TimedRun(source, on: python, targets: [])
    let timed = try TimedRun(source, on: python, targets: ["app:f"])
    #expect(timed.output == plain.output)
    #expect(timed.report.processes == 1)
  }

  /// Whatever becomes of the variables on the way, the program runs.
  @Test(
    arguments: PythonInstallation.required,
    ["", "1,2,0,1,1", "nonsense", "999999,999999,0,999999,1", "1,2,0,1,0;nonsense"])
  func runsWithoutItsSettings(_ python: PythonInstallation, settings: String) throws {
    let wrapper = ["/usr/bin/env", "SERIEMA_AGENT=\(settings)"]
    let run = try TimedRun("print('ran')\ndef f(): pass\nf()", on: python, targets: ["app:f"], wrapper: wrapper)
    #expect(run.output == "ran\n")
    #expect(run.errors == "")
    #expect(run.ending == .exited(0))
    if case .notStarted = run.status {} else { Issue.record("\(run.status)") }
  }

  @Test(arguments: PythonInstallation.required)
  func comesThroughAShellScript(_ python: PythonInstallation) throws {
    let wrapper = ["/bin/sh", "-c", "exec 3</dev/null 4>&3; \"$@\"; exit $?", "sh"]
    let run = try TimedRun("def f(): pass\nf()", on: python, targets: ["app:f"], wrapper: wrapper)
    #expect(try run.calls() == [1])
  }
}

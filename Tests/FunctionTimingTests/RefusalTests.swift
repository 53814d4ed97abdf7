import CPythonInspection
import Foundation
import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Where nothing can be timed, the program runs as ever, and the reason is told.
@Suite(.startsProcesses) struct RefusalTests {
  private static let program = "print('ran')\ndef f(): pass\nf()"

  /// Holds tool ids before `site` comes to the bootstrap, as an instrumentation of the whole environment would.
  private func holding(_ ids: [Int], on python: PythonInstallation) throws -> TimedRun {
    let line = "import sys; [sys.monitoring.use_tool_id(i, 'holder %d' % i) for i in \(ids)]"
    return try TimedRun(
      Self.program, on: python, targets: ["app:f"],
      files: ["user/lib/python3.\(python.minor)/site-packages/holder.pth": line],
      environment: ["PYTHONUSERBASE": "FOLDER/user"])
  }

  @Test(arguments: PythonInstallation.required)
  func tellsWhoHoldsTheToolIDs(_ python: PythonInstallation) throws {
    let run = try holding([2, 3, 4, 5], on: python)
    let holders = [2: "holder 2", 3: "holder 3", 4: "holder 4", 5: "holder 5"]
    guard case .refused(.toolIDsTaken(holders: holders), let version) = run.status else {
      Issue.record("\(run.status)")
      return
    }
    #expect(version.minor == python.minor)
    #expect(run.output == "ran\n")
    #expect(run.errors == "")
    #expect(run.ending == .exited(0))
    #expect(run.report.targets[0].functions.isEmpty)
  }

  @Test(arguments: PythonInstallation.required)
  func takesTheToolIDThatIsLeft(_ python: PythonInstallation) throws {
    let run = try holding([1, 2, 3, 4], on: python)
    #expect(try run.calls() == [1])
  }

  @Test(arguments: PythonInstallation.required)
  func worksBesideOtherTools(_ python: PythonInstallation) throws {
    let source = """
      import cProfile, sys
      def f():
          pass
      profile = cProfile.Profile()
      profile.enable()
      for _ in range(100): f()
      profile.disable()
      m = sys.monitoring
      m.use_tool_id(1, "cover")
      m.register_callback(1, m.events.LINE, lambda code, line: m.DISABLE)
      m.set_events(1, m.events.LINE)
      for _ in range(100):
          f()
          m.restart_events()
      sys.settrace(lambda *a: None)
      f()
      """
    let run = try TimedRun(source, on: python, targets: ["app:f"])
    #expect(run.errors == "")
    #expect(try run.calls() == [201])
  }

  @Test(arguments: [8, 9, 10, 11])
  func tellsThatAPythonIsTooOld(_ minor: Int) throws {
    let run = try TimedRun(Self.program, on: PythonInstallation(minor: minor), targets: ["app:f"])
    guard case .tooOld(let version) = run.status else {
      Issue.record("\(run.status)")
      return
    }
    #expect(version.major == 3)
    #expect(version.minor == minor)
    #expect(run.output == "", "the program was not to begin")
    #expect(run.ending == .exited(1))
    #expect(run.errors == "")
  }

  @Test(arguments: PythonInstallation.required, ["-I", "-E", "-S"])
  func tellsThatNothingStarted(_ python: PythonInstallation, option: String) throws {
    let run = try TimedRun(Self.program, on: python, targets: ["app:f"], arguments: [option, "app.py"])
    #expect(run.status == .notStarted)
    #expect(run.output == "ran\n")
    #expect(run.report.pythonVersion == nil)
  }

  @Test(arguments: PythonInstallation.required)
  func survivesDescriptorsThatAreLost(_ python: PythonInstallation) throws {
    // Every descriptor that it did not open itself becomes another file.
    let script = """
      for path in /proc/self/fd/*; do n=${path##*/}; if ((n >= 10 && n != 255)); then eval "exec $n</etc/passwd"; fi; done
      "$@"
      """
    let wrapper = ["/bin/bash", "-c", script, "bash"]
    let run = try TimedRun(Self.program, on: python, targets: ["app:f"], wrapper: wrapper)
    #expect(run.status == .notStarted)
    #expect(run.output == "ran\n")
    #expect(run.errors == "")
  }

  @Test(arguments: PythonInstallation.required)
  func tellsThatMemoryIsShort(_ python: PythonInstallation) throws {
    let wrapper = ["/bin/sh", "-c", "ulimit -v 300000; exec \"$@\"", "sh"]
    let run = try TimedRun(Self.program, on: python, targets: ["app:f"], wrapper: wrapper)
    guard case .refused(.notStarted(let detail), _) = run.status else {
      Issue.record("\(run.status)")
      return
    }
    #expect(detail.contains("Cannot allocate memory"))
    #expect(run.output == "ran\n")
    #expect(run.errors == "")
  }

  @Test func leavesNoFolderBehind() throws {
    let scratch = try ScratchFolder()
    do {
      let session = try TimingSession(
        targets: [], mainModules: [], pythonPath: nil, temporaryDirectory: scratch.path)
      let folders = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
      #expect(folders.count == 1)
      #expect(session.status == .notStarted)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test func tellsThatThereIsNoTemporaryFolder() throws {
    #expect(throws: TimingError.temporaryDirectory(path: "/nowhere", errno: ENOENT)) {
      _ = try TimingSession(targets: [], mainModules: [], pythonPath: nil, temporaryDirectory: "/nowhere")
    }
  }

  @Test func tellsThatThereAreTooManyTargets() throws {
    let target = try TimingTarget(parsing: "a:b")
    #expect(throws: TimingError.tooManyTargets(count: 257, limit: 256)) {
      _ = try TimingSession(
        targets: Array(repeating: target, count: 257), mainModules: [], pythonPath: nil, temporaryDirectory: "/tmp")
    }
  }
}

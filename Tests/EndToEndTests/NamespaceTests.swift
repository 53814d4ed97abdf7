import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Case 21 of the acceptance list: targets in other mount and PID namespaces, and under another root.
@Suite(.tags(.realPython), .startsProcesses)
struct NamespaceTests {
  private static func requireRoot() throws {
    try #require(geteuid() == 0, "only root can make namespaces")
  }

  /// The interpreter is on a file system that only the target sees.
  @Test(arguments: PythonInstallation.everySecond)
  func samplesInAnotherMountNamespace(_ python: PythonInstallation) throws {
    try Self.requireRoot()
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(python, in: folder)
    let place = try TemporaryFolder()
    let program = try NamespacedProgram(
      ["--mount"],
      script: "mount -t tmpfs none $1; cp -r $2/. $1; export LD_LIBRARY_PATH=$1; exec $1/worker $3",
      arguments: [place.url.path, folder.url.path, PythonInstallation.program("sleeping.py")],
      environment: copy.environment)
    try expectRest(of: program.id)
  }

  /// CPython is found by the file's sections alone, and only `/proc/PID/root` or `map_files` leads to the file.
  @Test(arguments: [false, true])
  func samplesAProgramThatExportsNothingInAnotherMountNamespace(_ isRemoved: Bool) throws {
    try Self.requireRoot()
    let folder = try TemporaryFolder()
    _ = try StaticApplication(in: folder)
    let place = try TemporaryFolder()
    let text = try String(contentsOfFile: PythonInstallation.program("sleeping.py"), encoding: .utf8)
    let removal = isRemoved ? "import os; os.remove(os.readlink('/proc/self/exe'))\n" : ""
    let program = try NamespacedProgram(
      ["--mount"], script: "mount -t tmpfs none $1; cp -r $2/. $1; exec $1/application \"$3\"",
      arguments: [place.url.path, folder.url.path, removal + text])
    try expectRest(of: program.id)
  }

  @Test(arguments: PythonInstallation.everySecond)
  func samplesUnderAnotherRoot(_ python: PythonInstallation) throws {
    try Self.requireRoot()
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(python, in: folder)
    let place = try TemporaryFolder()
    // All of the machine's files are under the new root; the interpreter is there and nowhere else.
    let program = try NamespacedProgram(
      ["--mount"],
      script: """
        mount --rbind / $1; mount -t tmpfs none $1/mnt; cp -r $2/. $1/mnt
        export LD_LIBRARY_PATH=/mnt; exec chroot $1 /mnt/worker $3
        """,
      arguments: [place.url.path, folder.url.path, PythonInstallation.program("sleeping.py")],
      environment: copy.environment)
    try expectRest(of: program.id)
  }

  @Test(arguments: PythonInstallation.everySecond)
  func samplesThreadsOfAnotherPIDNamespace(_ python: PythonInstallation) throws {
    try Self.requireRoot()
    let program = try NamespacedProgram(
      ["--pid"], script: "exec $1 $2",
      arguments: [try python.executable.path, PythonInstallation.program("two_workers.py")])
    // It is the first process of its namespace.
    #expect(program.outputSoFar.hasPrefix("ids 1 "))
    // Where the machine is so busy that few stops fit into the budget, more than a tenth may be cut.
    let seesTheWork = try succeeds {
      let run = try SampledRun("attach", ["-r", "200", "-d", "1", "\(program.id)"])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      return run.stacks.share { $0.functions.contains("work") } > 0.9
    }
    #expect(seesTheWork)
    // By the ids that the process sees it has no main thread here, and others would be stopped in its place.
    let main = try SampledRun("attach", ["--main-thread", "-r", "200", "-d", "500ms", "\(program.id)"])
    #expect(main.outcome.status == .exited(0), "\(main.outcome.error)")
    #expect(!main.stacks.stacks.isEmpty)
    // Where one is cut, nothing may be left of its frames.
    #expect(main.stacks.share { $0.proven.first == "<module>" } > 0.5)
    #expect(main.stacks.stacks.allSatisfy { $0.proven.first ?? "<module>" == "<module>" }, "\(main.stacks.stacks)")
  }

  /// Whether `attach` sees the two frames in which the program sleeps.
  private func expectRest(of id: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let isReached = try succeeds {
      let run = try SampledRun("attach", ["-r", "100", "-d", "300ms", "\(id)"])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)", sourceLocation: sourceLocation)
      return run.stacks.share { $0.functions == ["<module>", "rest"] } == 1
    }
    #expect(isReached, sourceLocation: sourceLocation)
  }
}

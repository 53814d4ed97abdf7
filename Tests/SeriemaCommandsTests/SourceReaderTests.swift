import Foundation
import LinuxProcess
import ProfileModel
import Reporting
import SeriemaTestSupport
import Testing

@testable import SeriemaCommands

@Suite struct SourceReaderTests {
  private let folder: TemporaryFolder
  private let written: URL

  init() throws {
    folder = try TemporaryFolder()
    written = try folder.write("import json\n", to: "app.py")
  }

  /// What becomes of a file of a profile.
  private func source(
    of file: String, _ program: SourceOrigin = .recorded, host: String = "", startedAt: Nanoseconds = .wallClock,
    isTree: Bool = false
  ) -> SourceFile? {
    let origin = RecordingOrigin(startedAt: startedAt, host: host, program: ["app.py"], process: 1, recorder: "")
    let reader = SourceReader(program, of: origin, openedAt: .wallClock, isTree: isTree)
    let function = FunctionIdentity(qualifiedName: "f", file: file, firstLine: 1)
    let profile = Profile(
      functions: [function, .garbageCollection], frames: [], threads: [], nodes: [], ledger: Ledger(), pythonVersion: ""
    )
    let sources = reader.sources(of: profile)
    #expect(sources.count == 1)
    return sources[file]
  }

  private var isText: (SourceFile?) -> Bool {
    { source in if case .text(let bytes, _) = source { bytes == Array("import json\n".utf8) } else { false } }
  }

  @Test func readsWhatHasNotChanged() {
    #expect(isText(source(of: written.path)))
    #expect(isText(source(of: written.path, host: MachineIdentity.current.host)))
    #expect(isText(source(of: written.path, .started)))
    let own = ProcessID(getpid())
    #expect(isText(source(of: written.path, .running(own, sharesFiles: false, startedAt: .wallClock))))
    #expect(ProcessFiles.areShared(with: own))
  }

  @Test func tellsWhatHasChangedSince() throws {
    let before = Nanoseconds.wallClock - Nanoseconds(seconds: 60)
    for program in [SourceOrigin.recorded, .started] {
      guard case .changed(let moment) = source(of: written.path, program, startedAt: before) else {
        Issue.record("\(program): not changed")
        continue
      }
      #expect(moment > before && moment <= .wallClock)
    }
    // An older file in its place keeps its time.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: written.path)
    guard case .changed = source(of: written.path, startedAt: before) else {
      Issue.record("an older file took its place")
      return
    }
    // A process that runs already may have read it before the recording began.
    guard case .changed = source(of: written.path, .running(ProcessID(getpid()), sharesFiles: true, startedAt: before))
    else {
      Issue.record("changed after the process was started")
      return
    }
  }

  @Test func tellsWhyThereIsNoText() throws {
    #expect(source(of: folder.url.path + "/none.py") == .unreadable(reason: "No such file or directory (errno 2)"))
    #expect(source(of: written.path + "/mod.py") == .unreadable(reason: "Not a directory (errno 20)"))
    #expect(source(of: folder.url.path) == .unreadable(reason: "it is no regular file"))
    #expect(source(of: "/a\0b.py") == .unreadable(reason: "it is no regular file"))
    #expect(source(of: "<string>") == .noFile)
    #expect(source(of: written.path, host: "another host") == .onHost("another host"))
  }

  @Test func knowsWhereRelativePathsBegin() {
    #expect(source(of: "app.py") == .relative)
    #expect(source(of: "app.py", .running(ProcessID(getpid()), sharesFiles: true, startedAt: .wallClock)) == .relative)
    // Our own working directory, as it was when the program was started.
    #expect(source(of: "none.py", .started) == .unreadable(reason: "No such file or directory (errno 2)"))
    #expect(source(of: "app.py", .started, isTree: true) == .relative)
  }
}

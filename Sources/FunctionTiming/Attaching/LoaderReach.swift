package import LinuxProcess

/// Whether a process has what loading the agent takes.
package enum LoaderReach {
  /// What is in the way; nil where nothing is, and where that cannot be seen. Changes nothing.
  package static func obstacle(of process: ProcessID) -> AttachError? {
    guard let map = try? MemoryMap(of: process) else { return nil }
    do throws(AttachError) {
      _ = try CLibrary(of: map, ProcessMemory(of: process))
      return nil
    } catch {
      return error
    }
  }
}

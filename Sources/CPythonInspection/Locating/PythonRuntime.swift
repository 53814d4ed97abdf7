package import LinuxProcess

/// A CPython in a process: where its state begins, and how it is laid out.
package struct PythonRuntime: Sendable {
  package let process: ProcessID
  package let version: PythonVersion
  /// `_PyRuntime`.
  package let address: RemoteAddress
  package let layout: RuntimeLayout
  /// A version newer than any that we know, read in the newest form known: it may be wrong.
  package let isGuess: Bool

  /// Finds the CPython of a process, whatever its files are called.
  ///
  /// - Throws: `.notPython` also while a starting process has not mapped it yet.
  package init(of process: ProcessID) throws(InspectionError) {
    let place = try RuntimeLocator(process).locate()
    let memory = ProcessMemory(of: process)
    self.process = process
    address = place.address
    if try memory.bytes(place.address, count: 8) == Array("xdebugpy".utf8) {
      let words = try memory.bytes(place.address + 8, count: 16)
      let version = PythonVersion(hexadecimal: (try? words.read(Field(0))) ?? 0)
      guard (try? words.read(Field<UInt64>(8))) == 0 else { throw .freeThreaded(process, version) }
      guard version.major == 3, let newest = DebugOffsetsForm.all.last else {
        throw .unsupportedVersion(process, version)
      }
      let known = DebugOffsetsForm.all.first { $0.minor == version.minor }
      guard let form = known ?? (version.minor > newest.minor ? newest : nil) else {
        throw .unsupportedVersion(process, version)
      }
      layout = try RuntimeLayout(try memory.bytes(place.address, count: form.size), form: form, process: process)
      isGuess = known == nil
      self.version = version
    } else {
      guard let version = place.version, version.major == 3, let known = RuntimeLayout.unpublished[version.minor] else {
        throw .unsupportedVersion(process, place.version ?? PythonVersion(3, 0))
      }
      layout = known
      isGuess = false
      self.version = version
    }
  }
}

extension ProcessMemory {
  /// `read`, with the error of this module.
  func bytes(_ address: RemoteAddress, count: Int) throws(InspectionError) -> [UInt8] {
    do throws(ProcessError) {
      return try read(address, count: count)
    } catch {
      throw .process(error)
    }
  }
}

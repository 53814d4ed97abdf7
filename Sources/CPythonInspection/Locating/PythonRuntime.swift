package import LinuxProcess

/// A CPython in a process: where its state begins, and how it is laid out.
package struct PythonRuntime: Sendable {
  package let process: ProcessID
  package let version: PythonVersion
  /// Built without the GIL.
  package let isFreeThreaded: Bool
  /// `_PyRuntime`.
  package let address: RemoteAddress
  let layouts: Layouts
  /// A version newer than any that we know, read in the newest form known: it may be wrong.
  package let isGuess: Bool
  /// An interpreter had been started in it when it was found.
  package let isStarted: Bool

  package var layout: RuntimeLayout { layouts.runtime }
  /// For what is looked at now and then only.
  var details: DetailLayout { layouts.details }

  /// Whether the thread can be told that collects garbage: by its frame, or as the holder of the GIL.
  var tellsWhoCollects: Bool { !isFreeThreaded || details.threads.collectingFrame != nil }

  /// They are large, and what holds a runtime by value is copied again and again.
  final class Layouts: Sendable {
    let runtime: RuntimeLayout
    let details: DetailLayout

    init(_ runtime: RuntimeLayout, _ details: DetailLayout) {
      self.runtime = runtime
      self.details = details
    }
  }

  /// Finds the CPython of a process, whatever its files are called.
  ///
  /// - Parameters:
  ///   - mayBeUnstarted: For a program that has just begun: no interpreter need have been started yet.
  ///   - needsGIL: A build without the GIL is of no use.
  /// - Throws: `.notPython` and `.notStarted` also while a starting process has not come so far.
  package init(of process: ProcessID, mayBeUnstarted: Bool = false, needsGIL: Bool = false) throws(InspectionError) {
    let place = try RuntimeLocator(process).locate(mayBeUnstarted: mayBeUnstarted)
    isStarted = place.isStarted
    self.process = process
    address = place.address
    version = place.version
    isFreeThreaded = place.isFreeThreaded
    if needsGIL, isFreeThreaded { throw .freeThreaded(process, version) }
    if place.publishesOffsets {
      guard version.major == 3, let newest = DebugOffsetsForm.all.last else {
        throw .unsupportedVersion(process, version)
      }
      let known = DebugOffsetsForm.all.first { $0.minor == place.version.minor }
      guard let form = known ?? (version.minor > newest.minor ? newest : nil) else {
        throw .unsupportedVersion(process, version)
      }
      let table = try ProcessMemory(of: process).bytes(place.address, count: form.size)
      let layout = try RuntimeLayout(DebugOffsetsTable(table, form: form, of: process))
      var details = DetailLayout(minor: form.minor)
      if isFreeThreaded { details.growHeaders() }
      if let published = DetailOffsetsForm.all[form.minor] { details.apply(table, form: published) }
      layouts = Layouts(layout, details)
      isGuess = known == nil
      if isGuess { guard try leadsToCode() else { throw .unprovenLayout(process, version) } }
    } else {
      guard version.major == 3, let known = RuntimeLayout.unpublished[version.minor] else {
        throw .unsupportedVersion(process, version)
      }
      layouts = Layouts(known, DetailLayout(minor: version.minor))
      isGuess = false
      if isStarted { guard try leadsToThread() else { throw .notStarted(process, version) } }
    }
  }

  /// Threads come and go while they are looked at.
  private static let attempts = 8

  /// Whether the newest thread of the first interpreter names that interpreter as its own.
  private func leadsToThread() throws(InspectionError) -> Bool {
    let memory = ProcessMemory(of: process)
    do throws(ProcessError) {
      for _ in 0..<Self.attempts {
        let interpreter = try memory.readPointer(address + layout.interpretersHead)
        guard !interpreter.isNull, let thread = try? memory.readPointer(interpreter + layout.interpreter.threadsHead),
          !thread.isNull, let owner = try? memory.readPointer(thread + layout.thread.interpreter)
        else { continue }
        if owner == interpreter { return true }
      }
      return false
    } catch {
      throw .process(error)
    }
  }

  /// Whether a walk from the interpreters through threads and frames ends at code objects: no other table than the right
  /// one leads there.
  private func leadsToCode() throws(InspectionError) -> Bool {
    guard try leadsToThread() else { return false }
    var reader = StackReader(self)
    do throws(ProcessError) {
      for attempt in 1...UInt64(Self.attempts) {
        try reader.read(at: attempt)
        for index in 0..<reader.threadCount {
          reader.readUnexpected(index, at: attempt)
          if reader.withFrames(index, { !$0.isEmpty }) { return true }
        }
      }
      return false
    } catch {
      throw .process(error)
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

package import LinuxProcess

extension PythonRuntime {
  /// The CPython of a process that was forked by another whose CPython is known: the same, in the same place.
  ///
  /// - Returns: nil where that cannot be seen: while the process only borrows its parent's memory (vfork) or has not yet
  ///   made the threads' list its own, no thread in the list is one of its threads; after exec there is no list.
  package init?(of process: ProcessID, forkedFrom parent: PythonRuntime) {
    var natives = NativeThreads(of: process)
    guard
      let list = try? ThreadList(
        ProcessMemory(of: process), at: parent.address, layout: parent.layout, &natives)
    else { return nil }
    let own = ThreadNumbers.all(of: process)
    guard list.threads.contains(where: { own.contains($0.nativeThread) }) else { return nil }
    self.process = process
    version = parent.version
    isFreeThreaded = parent.isFreeThreaded
    address = parent.address
    layouts = parent.layouts
    isGuess = parent.isGuess
    isStarted = true
  }
}

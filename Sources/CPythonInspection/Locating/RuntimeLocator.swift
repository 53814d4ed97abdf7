internal import LinuxProcess

/// Looks through what a process has mapped for the file that holds `_PyRuntime`.
struct RuntimeLocator {
  private let process: ProcessID
  private let map: MemoryMap

  /// What was found.
  struct Place {
    var address: RemoteAddress
    /// From the symbol `Py_Version` (3.11 and later), else from the file's name.
    var version: PythonVersion?
  }

  init(_ process: ProcessID) throws(InspectionError) {
    self.process = process
    do throws(ProcessError) {
      map = try MemoryMap(of: process)
    } catch {
      throw .process(error)
    }
  }

  /// - Throws: `.notPython`, `.tooOld`.
  func locate() throws(InspectionError) -> Place {
    var sawOldPython = false
    for mapping in candidates() {
      guard let file = MappedFile(mapping, of: process), let elf = try? ELFFile(file.descriptor) else { continue }
      if let place = place(in: elf, file, mapping) { return place }
      sawOldPython = sawOldPython || isOldPython(elf, file, mapping)
    }
    let executable = map.mappings.first { !$0.path.isEmpty }?.path ?? ""
    throw sawOldPython
      ? .tooOld(process, executable: executable) : .notPython(process, executable: executable)
  }

  /// The first mapping of each file, likeliest first: the executable, files with a name like Python's, the rest.
  private func candidates() -> [MemoryMap.Mapping] {
    var seen: Set<FileIdentity> = []
    let files = map.mappings.filter { $0.path.hasPrefix("/") && seen.insert($0.file).inserted }
    let isExecutable = Set(map.mappings.filter(\.isExecutable).map(\.file))
    let code = files.filter { isExecutable.contains($0.file) }
    guard let first = code.first else { return [] }
    let others = code.dropFirst()
    return [first] + others.filter { $0.hasPythonName } + others.filter { !$0.hasPythonName }
  }

  private func place(in elf: ELFFile, _ file: borrowing MappedFile, _ mapping: MemoryMap.Mapping) -> Place? {
    guard let bias = bias(of: elf, mapping) else { return nil }
    let memory = ProcessMemory(of: process)
    let section = elf.section(named: ".PyRuntime").map(\.address)
    guard let address = section ?? (try? elf.address(ofSymbol: "_PyRuntime", in: file.descriptor)) else { return nil }
    let runtime = RemoteAddress(address) + bias
    // A file may be mapped twice (by libffi, for one), and only one of the copies is the one in use.
    guard let cookie = try? memory.read(runtime, count: 8) else { return nil }
    if cookie == Array("xdebugpy".utf8) { return Place(address: runtime) }
    let symbol = try? elf.address(ofSymbol: "Py_Version", in: file.descriptor)
    let version: UInt64? = symbol.flatMap { try? memory.readInteger(RemoteAddress($0) + bias) }
    return Place(
      address: runtime,
      version: version.map { PythonVersion(hexadecimal: UInt32(truncatingIfNeeded: $0)) } ?? mapping.versionInName)
  }

  /// Python 2 and 3.7 and before: they export their evaluator, but no `_PyRuntime` that we could use.
  private func isOldPython(_ elf: ELFFile, _ file: borrowing MappedFile, _ mapping: MemoryMap.Mapping) -> Bool {
    guard mapping.hasPythonName || mapping == map.mappings.first else { return false }
    return (try? elf.address(ofSymbol: "PyEval_EvalFrameEx", in: file.descriptor)) != nil
  }

  /// What is added to the file's addresses: where its first segment was mapped, less where it wanted to be.
  private func bias(of elf: ELFFile, _ mapping: MemoryMap.Mapping) -> Int? {
    if elf.isFixed { return 0 }
    guard let segment = elf.segments.first else { return nil }
    let page: UInt64 = 4096
    let offset = segment.fileOffset / page * page
    let mapped = map.mappings.first { $0.file == mapping.file && $0.fileOffset == offset }
    return mapped.map { Int(truncatingIfNeeded: $0.start.rawValue &- segment.address / page * page) }
  }
}

extension MemoryMap.Mapping {
  fileprivate var hasPythonName: Bool {
    path.split(separator: "/").last.map { $0.contains("python") } ?? false
  }

  /// Of `python3.9` or `libpython3.9.so.1.0`: before 3.11 nothing exported says the version.
  fileprivate var versionInName: PythonVersion? {
    guard let match = path.split(separator: "/").last?.firstMatch(of: /python3\.(8|9|10)(?!\d)/) else { return nil }
    return Int(match.1).map { PythonVersion(3, $0) }
  }
}

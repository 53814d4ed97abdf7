internal import LinuxProcess

/// Looks through everything that a process has mapped for `_PyRuntime`, whatever the files are called.
///
/// Memory comes first, because it is what runs: the symbols that an object exports are there too, however its file was
/// replaced, removed or hidden. Files are asked only where CPython is built into a program that exports nothing.
struct RuntimeLocator {
  private let process: ProcessID
  private let memory: ProcessMemory
  private let map: MemoryMap

  /// What was found.
  struct Place: Hashable {
    /// `_PyRuntime`.
    var address: RemoteAddress
    var version: PythonVersion
    /// 3.13 and later: its offsets stand at `address`.
    var publishesOffsets = false
    var isFreeThreaded = false
    /// An interpreter has been started in it.
    var isStarted = true
  }

  init(_ process: ProcessID) throws(InspectionError) {
    self.process = process
    memory = ProcessMemory(of: process)
    do throws(ProcessError) {
      map = try MemoryMap(of: process)
    } catch {
      throw .process(error)
    }
  }

  /// - Parameter mayBeUnstarted: The only CPython there will do, although nothing has been started in it yet.
  /// - Throws: `.notPython`, `.tooOld`, `.notStarted`; `.process` when its memory is closed to us.
  func locate(mayBeUnstarted: Bool = false) throws(InspectionError) -> Place {
    var unstarted: [Place] = []
    var images: [(mapping: MemoryMap.Mapping, image: ELFImage)] = []
    var reason: NotFound = .notPython(process, executable: executable)
    for mapping in beginnings() {
      guard let image = try open(mapping) else { continue }
      if let address = try symbol("_PyRuntime", in: image) {
        guard let place = try place(at: address, in: image, &reason) else { continue }
        if place.isStarted { return place }
        unstarted.append(place)
      } else {
        images.append((mapping, image))
      }
    }
    // A process that is about to start is looked at again and again, so what is slow comes only where it can help.
    if mayBeUnstarted, unstarted.count == 1, let only = unstarted.first { return only }
    guard case .notPython = reason else { throw reason }
    for (mapping, image) in images {
      guard let address = hiddenRuntime(in: image, mapping), let place = try place(at: address, in: image, &reason),
        place.isStarted
      else { continue }
      return place
    }
    guard case .notPython = reason else { throw reason }
    for (_, image) in images where try symbol("Py_GetVersion", in: image) != nil {
      note(VersionText.find(in: image, memory), started: true, &reason)
    }
    throw reason
  }

  // MARK: Candidates

  private typealias NotFound = InspectionError

  /// Where each object begins in memory, likeliest first: the executable, files with a name like Python's, the rest.
  ///
  /// A file that is mapped twice has two beginnings, and only one of them may be in use.
  private func beginnings() -> [MemoryMap.Mapping] {
    let all = map.mappings.filter { $0.fileOffset == 0 && $0.isReadable && $0.file.inode != 0 }
    guard let first = all.first else { return [] }
    let others = all.dropFirst()
    return [first] + others.filter { $0.hasPythonName } + others.filter { !$0.hasPythonName }
  }

  private var executable: String {
    map.mappings.first { $0.file.inode != 0 }?.path ?? ""
  }

  /// - Returns: nil when something else than an ELF object is mapped there.
  private func open(_ mapping: MemoryMap.Mapping) throws(InspectionError) -> ELFImage? {
    do throws(ELFError) {
      return try ELFImage(at: mapping, in: map, memory)
    } catch {
      return try none(error)
    }
  }

  private func symbol(_ name: String, in image: ELFImage) throws(InspectionError) -> RemoteAddress? {
    do throws(ELFError) {
      return try image.address(ofSymbol: name)
    } catch {
      return try none(error)
    }
  }

  /// Broken tables, or a mapping that has just gone, are no Python; a process that may not be read is another matter.
  private func none<Value>(_ error: ELFError) throws(InspectionError) -> Value? {
    switch error {
    case .notELF, .process(.unreadable): return nil
    case .process(let error): throw .process(error)
    }
  }

  /// `_PyRuntime` where it is not exported: its own section (3.10 and later), or a symbol that was not stripped off.
  private func hiddenRuntime(in image: ELFImage, _ mapping: MemoryMap.Mapping) -> RemoteAddress? {
    guard let file = MappedFile(mapping, of: process), let elf = try? ELFFile(file.descriptor),
      elf.headerBytes == image.headerBytes
    else { return nil }
    let section = elf.section(named: ".PyRuntime").map(\.address)
    let address = section ?? (try? elf.address(ofHiddenSymbol: "_PyRuntime", in: file.descriptor))
    return address.map { RemoteAddress($0) + image.bias }
  }

  // MARK: What stands there

  /// - Returns: nil when it is none, or of no version that could be told. Unless it is started, that is noted as a reason.
  private func place(
    at address: RemoteAddress, in image: ELFImage, _ reason: inout NotFound
  ) throws(InspectionError) -> Place? {
    // A file that is mapped as mere data has its variables where nothing can be written.
    guard map.mapping(holding: address)?.isWritable == true, let head = try? memory.read(address, count: 24) else {
      return nil
    }
    if head.starts(with: Array("xdebugpy".utf8)) {
      let version = PythonVersion(hexadecimal: (try? head.read(Field(8))) ?? 0)
      var place = Place(
        address: address, version: version, publishesOffsets: true,
        isFreeThreaded: (try? head.read(Field<UInt64>(16))) != 0)
      // Its place is published, and in the same one in every form so far.
      let list: UInt64 = (try? memory.readInteger(address + DebugOffsetsForm.interpretersHeadMember)) ?? 0
      place.isStarted = list < 1 << 20 && hasInterpreter(address + Int(list))
      if !place.isStarted { note(version, started: false, &reason) }
      return place
    }
    guard let version = try version(of: image) else {
      note(nil, started: false, &reason)
      return nil
    }
    let isStarted = Self.interpreterLists[version.minor].map { hasInterpreter(address + $0) } ?? false
    if !isStarted { note(version, started: false, &reason) }
    guard version >= PythonVersion(3, 8) else { return nil }
    return Place(address: address, version: version, isStarted: isStarted)
  }

  /// `_PyRuntimeState.interpreters.head` by minor version, where no offsets are published.
  ///
  /// Source: `Include/internal/pycore_runtime.h` of v3.8.18, v3.9.18, v3.10.13, v3.11.7 and v3.12.1.
  private static let interpreterLists = [8: 32, 9: 32, 10: 32, 11: 40, 12: 40]

  private func hasInterpreter(_ list: RemoteAddress) -> Bool {
    guard let interpreter = try? memory.readPointer(list), !interpreter.isNull else { return false }
    return (try? memory.readPointer(interpreter)) != nil
  }

  /// From the constant `Py_Version` (3.11 and later), else from the text that `sys.version` shows.
  private func version(of image: ELFImage) throws(InspectionError) -> PythonVersion? {
    if let constant = try symbol("Py_Version", in: image), let word: UInt64 = try? memory.readInteger(constant) {
      return PythonVersion(hexadecimal: UInt32(truncatingIfNeeded: word))
    }
    return VersionText.find(in: image, memory)
  }

  /// Remembers why this was not the one; what says more about the process than before, stays.
  private func note(_ version: PythonVersion?, started: Bool, _ reason: inout NotFound) {
    if let version, version < PythonVersion(3, 8) {
      reason = .tooOld(process, version, executable: executable)
    } else if case .notPython = reason {
      reason = started && version == nil ? .tooOld(process, nil, executable: executable) : .notStarted(process, version)
    }
  }
}

extension MemoryMap.Mapping {
  fileprivate var hasPythonName: Bool {
    guard let name = path.utf8.split(separator: UInt8(ascii: "/")).last else { return false }
    return name.indices.contains { name[$0...].starts(with: "python".utf8) }
  }
}

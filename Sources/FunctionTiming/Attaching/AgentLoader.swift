internal import LinuxProcess

/// Loads the agent's library in a process, by a borrowed thread.
///
/// The library goes in through memory: a memory file that the process makes and we fill, so that neither mount
/// namespaces nor users nor read-only file systems matter.
struct AgentLoader {
  private let process: ProcessID
  private let memory: ProcessMemory
  private let image: AgentImage
  private let library: CLibrary

  /// Bytes for a stack and texts, while the agent's own are not there.
  private static let roomSize: UInt64 = 1 << 19
  private static let callNanoseconds: UInt64 = 5_000_000_000
  /// `RTLD_NOW`: what is missing must be found now.
  private static let bindingNow: UInt64 = 2

  init(_ process: ProcessID, _ image: AgentImage, _ library: CLibrary) {
    self.process = process
    memory = ProcessMemory(of: process)
    self.image = image
    self.library = library
  }

  /// What is made in the process for the time of loading, to be undone in any case.
  private struct Scaffold {
    var room: RemoteAddress?
    var page: RemoteAddress?
    var file: Int32?
  }

  func load(in thread: borrowing BorrowedThread, among map: MemoryMap) throws(AttachError) -> LoadedAgent {
    var scaffold = Scaffold()
    var agent: LoadedAgent?
    var failure: AttachError?
    do throws(AttachError) {
      let site = try raise(&scaffold, in: thread)
      agent = try open(
        scaffold, at: site, in: thread, names: map.mappings.count { $0.path.hasPrefix(LoadedAgent.path) })
    } catch {
      failure = error
    }
    // A thread that has not returned still stands on it.
    if failure != .borrow(.timedOut), failure != .borrow(.exited) { takeDown(scaffold, in: thread) }
    if let failure { throw failure }
    guard let agent else { throw .notLoaded(detail: "it was loaded and is not to be found") }
    return agent
  }

  private func raise(
    _ scaffold: inout Scaffold, in thread: borrowing BorrowedThread
  ) throws(AttachError) -> BorrowedThread.CallSite {
    let room = RemoteAddress(try perform(.map(count: Self.roomSize), in: thread))
    scaffold.room = room
    try write("seriema-agent", to: room)
    let file = Int32(truncatingIfNeeded: try perform(.makeMemoryFile(name: room), in: thread))
    scaffold.file = file
    let opened = try MemoryFile(file, of: process)
    do throws(TimingError) {
      try opened.write(image.bytes)
    } catch {
      throw .timing(error)
    }
    let (offset, place) = image.stubPage
    let page = RemoteAddress(
      try perform(.mapExecutable(file: file, offset: offset, count: MemoryMap.pageSize), in: thread))
    scaffold.page = page
    return .init(stub: page + place, stackEnd: room + Int(Self.roomSize))
  }

  /// Calls dlopen(3), and leaves `errno` as it was.
  private func open(
    _ scaffold: Scaffold, at site: BorrowedThread.CallSite, in thread: borrowing BorrowedThread, names: Int
  ) throws(AttachError) -> LoadedAgent? {
    guard let room = scaffold.room, let file = scaffold.file else { return nil }
    // The loader knows a library by its path, and would give back an older one of the same.
    let origin = "/proc/self/fd/" + String(repeating: "./", count: names) + "\(file)"
    try write(origin, to: room)
    let number = RemoteAddress(try call(library.errnoLocation, [], at: site, in: thread))
    let saved = try read(number, count: 4)
    let handle = try call(library.open, [room.rawValue, Self.bindingNow], at: site, in: thread)
    var detail = ""
    if handle == 0 {
      let text = RemoteAddress(try call(library.error, [], at: site, in: thread))
      let bytes = (try? memory.read(text, count: 256)) ?? []
      detail = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    try AttachError.reading { () throws(ProcessError) in try memory.write(saved, to: number) }
    if handle == 0 { throw .notLoaded(detail: detail) }
    // A handle is a `struct link_map`, which begins with `l_addr`: <link.h>.
    let bytes = try read(RemoteAddress(handle), count: 8)
    let agent = LoadedAgent(image, bias: bytes.reversed().reduce(0) { $0 << 8 | Int($1) }, memory)
    if let agent { try AttachError.reading { () throws(ProcessError) in try agent.note(origin: origin, memory) } }
    return agent
  }

  private func takeDown(_ scaffold: Scaffold, in thread: borrowing BorrowedThread) {
    // What cannot be undone stays, and nothing uses it.
    if let page = scaffold.page { _ = try? perform(.unmap(page, count: MemoryMap.pageSize), in: thread) }
    if let file = scaffold.file { _ = try? perform(.close(file: file), in: thread) }
    if let room = scaffold.room { _ = try? perform(.unmap(room, count: Self.roomSize), in: thread) }
  }

  private func perform(
    _ call: BorrowedThread.SystemCall, in thread: borrowing BorrowedThread
  ) throws(AttachError) -> UInt64 {
    try AttachError.borrowing { () throws(BorrowError) in try thread.perform(call, with: library.instructions) }
  }

  private func call(
    _ function: RemoteAddress, _ arguments: [UInt64], at site: BorrowedThread.CallSite,
    in thread: borrowing BorrowedThread
  ) throws(AttachError) -> UInt64 {
    try AttachError.borrowing { () throws(BorrowError) in
      try thread.call(function, arguments, at: site, timeoutNanoseconds: Self.callNanoseconds)
    }
  }

  private func write(_ text: String, to address: RemoteAddress) throws(AttachError) {
    try AttachError.reading { () throws(ProcessError) in try memory.write(Array(text.utf8) + [0], to: address) }
  }

  private func read(_ address: RemoteAddress, count: Int) throws(AttachError) -> [UInt8] {
    try AttachError.reading { () throws(ProcessError) in try memory.read(address, count: count) }
  }
}

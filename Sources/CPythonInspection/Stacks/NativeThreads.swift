internal import LinuxProcess

/// Finds the kernel's ids of threads whose `PyThreadState` does not have them (before 3.11), in the C library's
/// `struct pthread`, which `thread_id` is the address of.
struct NativeThreads {
  private let process: ProcessID
  /// `tid` in the structure, once it has been seen to be right.
  private var offset: Int?

  /// Where `tid` stands in glibc on x86_64, in glibc on aarch64, and in musl.
  ///
  /// Source: glibc's `nptl/descr.h`, musl's `src/internal/pthread_impl.h`; 720 read with glibc 2.36 and 2.43.
  private static let usualOffsets = [720, 208, 48]
  /// The structure is searched for the field up to here.
  private static let searchedCount = 2048

  init(of process: ProcessID) {
    self.process = process
  }

  /// The id of each thread, as the target sees it; 0 for one that has none any more, or that cannot be found.
  mutating func ids(of pthreads: [RemoteAddress]) -> [Int32] {
    let known = ThreadNumbers.all(of: process)
    if offset == nil { offset = findOffset(in: pthreads, known) }
    guard let offset else { return pthreads.map { _ in 0 } }
    let memory = ProcessMemory(of: process)
    return pthreads.map { address in
      guard let id: Int32 = try? memory.readInteger(address + offset), known.contains(id) else { return 0 }
      return id
    }
  }

  /// The first place at which most of the threads have the id of a thread of the process, each another.
  private func findOffset(in pthreads: [RemoteAddress], _ known: Set<Int32>) -> Int? {
    let memory = ProcessMemory(of: process)
    let different = Set(pthreads.filter { !$0.isNull })
    let structures = different.compactMap { address in
      (try? memory.read(address, count: Self.searchedCount)) ?? (try? memory.read(address, count: 1024))
    }
    let offsets = Self.usualOffsets + stride(from: 0, to: Self.searchedCount, by: 4)
    return offsets.first { offset in
      let ids = structures.compactMap { structure -> Int32? in try? structure.read(Field(offset)) }
      let found = Set(ids).intersection(known)
      return !found.isEmpty && found.count * 2 > structures.count
    }
  }
}

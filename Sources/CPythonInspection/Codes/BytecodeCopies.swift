internal import LinuxProcess

/// Where threads of a free-threaded build have their own copies of a code object's instructions.
///
/// Source: `_PyCodeArray` of `Include/cpython/code.h`, 3.14 and 3.15: a count, and as many pointers, of which the first is
/// to the code object's own instructions, and null stands for threads that have not run it.
struct BytecodeCopies {
  /// Without the code object's own.
  let starts: [UInt64]

  /// More threads than this have been misread.
  private static let limit: UInt64 = 1 << 16

  /// - Parameters:
  ///   - field: The offset of `co_tlbc`.
  ///   - instructions: Those of the code object itself.
  /// - Returns: nil when there is no such list at `address`, or it changed while it was read.
  init?(of address: RemoteAddress, field: Int, instructions: UInt64, _ memory: ProcessMemory) {
    guard let list = try? memory.readPointer(address + field), !list.isNull,
      let count: UInt64 = try? memory.readInteger(list), count > 0, count <= Self.limit,
      let bytes = try? memory.read(list + 8, count: 8 * Int(count)),
      let again = try? memory.readPointer(address + field), again == list
    else { return nil }
    let pointers = (0..<Int(count)).map { (try? bytes.read(Field<UInt64>(8 * $0))) ?? 0 }
    guard pointers.first == instructions else { return nil }
    starts = pointers.dropFirst().filter { $0 != 0 }
  }
}

import Foundation
import LinuxProcess
import Testing

@testable import CPythonInspection

/// Reads a code object of CPython 3.9 that is laid out by hand, in our own memory.
struct CodeObjectReaderTests {
  /// What has been freed keeps its fields for a while, and what they point to may be another's already.
  @Test func readsNothingThatWasFreed() throws {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2048, alignment: 16)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    let start = UInt64(UInt(bitPattern: memory.baseAddress))
    func put(_ value: UInt64, at offset: Int) {
      memory.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
    }
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { memory[offset + index] = byte }
    }
    func putString(_ text: String, at offset: Int) {
      put(UInt64(text.utf8.count), at: offset + 16)
      // Compact, ASCII, of one byte a character, and ready.
      put(0b1110_0100, at: offset + 32)
      put(text, at: offset + 48)
    }
    put(start + 1600, at: 1024 + 24)
    put("code\0", at: 1600)
    putString("<module>", at: 256)
    putString("/home/ada/app.py", at: 512)
    // Instructions, and a line table: the second is on the next line.
    put(4, at: 768 + 16)
    put(2, at: 896 + 16)
    put(0x0102, at: 896 + 32)
    for (offset, value) in [(8, 1024), (48, 768), (104, 512), (112, 256), (120, 896)] {
      put(start + UInt64(value), at: offset)
    }
    put(7, at: 40)

    var reader = CodeObjectReader(ProcessMemory(of: ProcessID(getpid())), layout: .python3_9)
    let address = RemoteAddress(start)
    for (count, isThere) in [
      (1, true), (0xffff_ffff, true), (1 << 48 + 1, true), (0, false), (1 << 48, false), (start + 128, false),
    ] as [(UInt64, Bool)] {
      put(count, at: 0)
      let code = reader.read(address)?.code
      #expect((code != nil) == isThere, "\(count)")
      if let code {
        #expect(code.qualifiedName == "<module>" && code.file == "/home/ada/app.py" && code.lines == [7, 8])
      }
    }
  }
}

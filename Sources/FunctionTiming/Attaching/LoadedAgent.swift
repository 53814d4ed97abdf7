internal import LinuxProcess

/// The agent where a process has it loaded.
struct LoadedAgent: Sendable {
  private let bias: Int
  private let image: AgentImage

  /// Looks for it among what is mapped.
  ///
  /// - Returns: nil when it is not there, or another version of it.
  init?(_ image: AgentImage, in map: MemoryMap, _ memory: ProcessMemory) {
    for mapping in map.mappings where mapping.fileOffset == 0 && mapping.path.hasPrefix(Self.path) {
      guard let elf = try? ELFImage(at: mapping, in: map, memory), image.isLoaded(withBias: elf.bias, in: memory) else {
        continue
      }
      bias = elf.bias
      self.image = image
      return
    }
    return nil
  }

  /// - Returns: nil when it is not there.
  init?(_ image: AgentImage, bias: Int, _ memory: ProcessMemory) {
    guard image.isLoaded(withBias: bias, in: memory) else { return nil }
    self.bias = bias
    self.image = image
  }

  /// As the kernel lists a memory file of that name.
  static let path = "/memfd:seriema-agent"

  func address(of symbol: AgentImage.Symbol) -> RemoteAddress {
    RemoteAddress(image.address(of: symbol)) + bias
  }

  /// What the loader knows it by; nil where that was not noted, or is no path of ours.
  func origin(_ memory: ProcessMemory) -> String? {
    guard let bytes = try? memory.read(address(of: .origin), count: AgentImage.originSize) else { return nil }
    let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    // It becomes part of a script.
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/.".contains($0)) }
    return isPlain && text.hasPrefix("/proc/") ? text : nil
  }

  /// Notes it.
  func note(origin: String, _ memory: ProcessMemory) throws(ProcessError) {
    let bytes = Array(origin.utf8) + [0]
    if bytes.count <= AgentImage.originSize { try memory.write(bytes, to: address(of: .origin)) }
  }

  var callSite: BorrowedThread.CallSite {
    .init(stub: address(of: .call), stackEnd: address(of: .stack) + AgentImage.stackSize)
  }
}

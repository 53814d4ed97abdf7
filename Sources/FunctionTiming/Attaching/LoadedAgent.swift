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

  var callSite: BorrowedThread.CallSite {
    .init(stub: address(of: .call), stackEnd: address(of: .stack) + AgentImage.stackSize)
  }
}

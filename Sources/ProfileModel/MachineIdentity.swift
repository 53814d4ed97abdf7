/// The machine that something was measured on, to tell whether two measurements can be compared.
package struct MachineIdentity: Hashable, Sendable {
  /// `nodename`, `release` and `machine` of uname(2).
  package var host: String
  package var kernel: String
  package var architecture: String
  /// `model name` of /proc/cpuinfo; empty where there is none.
  package var processor: String
  /// Processors that are on line.
  package var processorCount: Int

  package init(host: String, kernel: String, architecture: String, processor: String, processorCount: Int) {
    self.host = host
    self.kernel = kernel
    self.architecture = architecture
    self.processor = processor
    self.processorCount = processorCount
  }
}

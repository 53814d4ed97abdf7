internal import Glibc
internal import ProfileModel

extension MachineIdentity {
  /// This machine's name, without a look at the rest.
  static var currentHost: String {
    var names = utsname()
    _ = unsafe uname(&names)
    return text(names.nodename)
  }

  /// This machine.
  static var current: MachineIdentity {
    var names = utsname()
    _ = unsafe uname(&names)
    return MachineIdentity(
      host: text(names.nodename), kernel: text(names.release), architecture: text(names.machine),
      processor: processorModel, processorCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// A field of `utsname`, which Swift sees as a tuple of characters.
  private static func text<Field>(_ field: Field) -> String {
    // The bytes are copied, up to the terminator.
    unsafe withUnsafeBytes(of: field) { bytes in
      String(decoding: unsafe Array(bytes).prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static var processorModel: String {
    guard let text = try? InputFile.read("/proc/cpuinfo") else { return "" }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmed } ?? ""
  }
}

package import LinuxProcess

/// Whether a process takes a script from outside by the protocol of PEP 768.
package enum RemoteDebugging: Hashable, Sendable {
  /// It does.
  case on
  /// Versions before 3.14 have no such protocol.
  case notInVersion
  /// A newer version, whose form is not known.
  case unknownForm
  /// It was switched off by its owner.
  case switchedOff(by: Switch)
  /// It is off, and no switch can be seen: Python was built with `--without-remote-debug`, or what embeds it says no.
  case offWithoutSwitch

  package enum Switch: Hashable, Sendable {
    /// `-X disable-remote-debug`
    case option
    /// `PYTHON_DISABLE_REMOTE_DEBUG`
    case environment
  }

  /// Reads it from the process.
  package init(of runtime: PythonRuntime) throws(ProcessError) {
    guard runtime.version >= PythonVersion(3, 14) else {
      self = .notInVersion
      return
    }
    guard let form = RemoteDebuggingForm.all[runtime.version.minor], !runtime.isGuess else {
      self = .unknownForm
      return
    }
    let memory = ProcessMemory(of: runtime.process)
    let offset: UInt64 = try memory.readInteger(runtime.address + form.isEnabled)
    let interpreter = try memory.readPointer(runtime.address + runtime.layout.interpretersHead)
    guard offset < 1 << 20, !interpreter.isNull else {
      self = .unknownForm
      return
    }
    let isEnabled: Int32 = try memory.readInteger(interpreter + Int(offset))
    self = isEnabled == 1 ? .on : Self.whyOff(runtime.process)
  }

  /// What its command line or its environment says of it.
  private static func whyOff(_ process: ProcessID) -> RemoteDebugging {
    let words = ProcessFiles.commandLine(of: process)
    let isOption = words.indices.contains { index in
      words[index] == "-Xdisable-remote-debug"
        || words[index] == "disable-remote-debug" && index > 0 && words[index - 1].hasSuffix("X")
    }
    if isOption { return .switchedOff(by: .option) }
    let variable = ProcessFiles.environment(of: process)?["PYTHON_DISABLE_REMOTE_DEBUG"] ?? ""
    return variable.isEmpty ? .offWithoutSwitch : .switchedOff(by: .environment)
  }
}

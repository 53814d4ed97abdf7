/// What a program in Python needs to time blocks of itself.
package enum PythonModule {
  /// The module `seriema`, in Python. It holds a line that says where the executable is.
  package static var source: [UInt8] { Base64.decode(EmbeddedAgent.module) }

  /// The agent that it loads.
  package static var agent: [UInt8] { Base64.decode(EmbeddedAgent.library) }
}

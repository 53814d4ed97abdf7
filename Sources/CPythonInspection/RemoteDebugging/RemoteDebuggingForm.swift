/// Where `_Py_DebugOffsets` keeps the offsets of the remote-debugging protocol of PEP 768, and its sizes.
///
/// Source: `debugger_support`, the last six members of `_Py_DebugOffsets` in `Include/internal/pycore_debug_offsets.h`,
/// tags v3.14.0 and v3.15.0.
struct RemoteDebuggingForm: Sendable {
  /// Byte offset of `debugger_support` in `_Py_DebugOffsets`; its members are 8 bytes each.
  var start: Int

  var evalBreaker: Int { start }
  var support: Int { start + 8 }
  var isEnabled: Int { start + 16 }
  var pendingCall: Int { start + 24 }
  var scriptPath: Int { start + 32 }
  var scriptPathSize: Int { start + 40 }
  var end: Int { start + 48 }

  /// `interpreter_state.threads_main`, the same in both.
  static let mainThread = 80

  /// By minor version.
  static let all = [14: RemoteDebuggingForm(start: 712), 15: RemoteDebuggingForm(start: 840)]
}

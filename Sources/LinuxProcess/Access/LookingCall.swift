internal import CLinux
internal import Glibc

/// A system call that looks into another process, and that seccomp filters of containers often refuse.
package enum LookingCall: Hashable, Sendable, CaseIterable {
  /// process_vm_readv(2).
  case readMemory
  /// process_vm_writev(2).
  case writeMemory
  /// ptrace(2).
  case trace

  /// Those that are refused to us, whatever the process.
  static var refused: Set<LookingCall> {
    Set(allCases.filter { seriema_probe_call(Int32($0.code)) != -ESRCH })
  }

  private var code: Int {
    switch self {
    case .readMemory: seriema_call_read
    case .writeMemory: seriema_call_write
    case .trace: seriema_call_trace
    }
  }
}

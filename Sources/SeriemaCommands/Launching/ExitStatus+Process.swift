internal import CLinux
internal import Glibc
internal import LinuxProcess

extension ExitStatus {
  /// Ends this process in the way that the program ended.
  ///
  /// - Parameter hasFailed: We could not do our own part; said by the status only where the program's says nothing.
  func endProcess(hasFailed: Bool) -> Never {
    switch self {
    case .exited(0) where hasFailed: Glibc.exit(1)
    case .exited(let status): Glibc.exit(status)
    case .signalled(let number):
      fflush(nil)
      seriema_die_of_signal(number)
      Glibc.exit(128 + number)
    }
  }
}

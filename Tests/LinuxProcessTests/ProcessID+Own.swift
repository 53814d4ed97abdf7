import Glibc
import LinuxProcess

extension ProcessID {
  /// This process.
  static var own: ProcessID { ProcessID(getpid()) }
}

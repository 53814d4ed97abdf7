internal import Glibc

/// How many files this process may have open.
package enum OpenFileLimit {
  /// Raises it as far as we may: the usual 1,024 is less than the threads of some programs.
  ///
  /// Programs started from now on inherit it.
  package static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

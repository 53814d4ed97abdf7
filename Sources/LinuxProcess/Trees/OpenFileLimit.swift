internal import CLinux

/// How many files this process may have open.
package enum OpenFileLimit {
  /// As many as its hard limit permits. Programs started later inherit that.
  package static func raise() {
    // Refused by no kernel; without it a tree of very many threads finds no more files to open.
    _ = seriema_raise_file_limit()
  }
}

internal import Glibc

/// What makes two names the same file: its device and inode.
package struct FileIdentity: Hashable, Sendable {
  package var major: UInt64
  package var minor: UInt64
  package var inode: UInt64

  package init(major: UInt64, minor: UInt64, inode: UInt64) {
    self.major = major
    self.minor = minor
    self.inode = inode
  }

  /// - Throws: `.system` with the errno of fstat(2).
  package init(of descriptor: borrowing Descriptor) throws(ProcessError) {
    var information = stat()
    guard unsafe fstat(descriptor.rawValue, &information) == 0 else { throw .system(call: "fstat", errno: errno) }
    self.init(information)
  }

  /// The file that a process executes.
  ///
  /// - Returns: nil when it has ended, or we may not know.
  package static func executable(of process: ProcessID) -> FileIdentity? {
    var information = stat()
    guard unsafe stat("/proc/\(process)/exe", &information) == 0 else { return nil }
    return FileIdentity(information)
  }

  private init(_ information: stat) {
    let device = UInt64(information.st_dev)
    // gnu_dev_major and gnu_dev_minor are macros. Source: bits/sysmacros.h.
    major = (device & 0xfff00) >> 8 | (device & 0xffff_f000_0000_0000) >> 32
    minor = device & 0xff | (device & 0xffff_ff00_000) >> 12
    inode = UInt64(information.st_ino)
  }
}

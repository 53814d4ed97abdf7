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
    let device = UInt64(information.st_dev)
    // gnu_dev_major and gnu_dev_minor are macros. Source: bits/sysmacros.h.
    major = (device & 0xfff00) >> 8 | (device & 0xffff_f000_0000_0000) >> 32
    minor = device & 0xff | (device & 0xffff_ff00_000) >> 12
    inode = UInt64(information.st_ino)
  }
}

internal import LinuxProcess

/// The file behind a mapping, opened although it may have been removed, or be in another mount namespace.
struct MappedFile: ~Copyable {
  let descriptor: Descriptor

  /// - Returns: nil when no way leads to that very file.
  init?(_ mapping: MemoryMap.Mapping, of process: ProcessID) {
    let range =
      String(mapping.start.rawValue, radix: 16) + "-" + String(mapping.end.rawValue, radix: 16)
    // The second is for a chroot in our own namespace, where the kernel prints the path from our root; the third
    // needs CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE; the last is right for the executable alone.
    let paths = [
      "/proc/\(process)/root\(mapping.path)", mapping.path, "/proc/\(process)/map_files/\(range)",
      "/proc/\(process)/exe",
    ]
    for path in paths {
      guard let opened = try? Descriptor(readingFrom: path), let identity = try? FileIdentity(of: opened) else {
        continue
      }
      // Only the inode: overlay file systems show another device here than in the list of mappings.
      if identity.inode == mapping.file.inode {
        descriptor = opened
        return
      }
    }
    return nil
  }
}

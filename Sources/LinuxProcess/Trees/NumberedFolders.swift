internal import Glibc

/// Entries of a folder of `/proc` whose names are ids.
enum NumberedFolders {
  /// - Returns: Empty when there is no such folder, or no longer.
  static func names(in path: String) -> [Int32] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var all: [Int32] = []
    // The entry is valid up to the next call; its name ends with a zero byte within the structure.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = Int32(name) { all.append(number) }
    }
    return all
  }
}

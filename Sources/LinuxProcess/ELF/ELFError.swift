/// Why a file's ELF tables could not be read.
package enum ELFError: Error, Hashable, Sendable {
  /// Not a 64-bit little-endian ELF file, or a broken one.
  case notELF
  case process(ProcessError)
}

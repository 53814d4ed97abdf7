internal import LinuxProcess
internal import ProfileModel

/// The text of source files as the target sees them, each read once.
struct SourceText {
  private let process: ProcessID
  private var files: [String: [ArraySlice<UInt8>]] = [:]

  /// Longer files hold no source that one would read.
  private static let sizeLimit = 1 << 24
  /// Lines of one frame.
  private static let lineLimit = 32

  init(of process: ProcessID) {
    self.process = process
  }

  /// Adds to the frames of a dump the lines that they are at.
  mutating func fill(_ dump: inout ProcessDump) {
    for thread in dump.threads.indices {
      for frame in dump.threads[thread].frames.indices {
        let place = dump.threads[thread].frames[frame]
        dump.threads[thread].frames[frame].source = lines(place.span, of: place.function.file)
      }
    }
  }

  private mutating func lines(_ span: SourceSpan, of file: String) -> [String] {
    // `<string>`, `<frozen importlib._bootstrap>` and their like are no files.
    guard !file.hasPrefix("<"), span.line > 0 else { return [] }
    if files[file] == nil {
      let contents = ProcessFiles.contents(of: file, in: process, limit: Self.sizeLimit) ?? []
      files[file] = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
    guard let lines = files[file], span.line <= lines.count else { return [] }
    let last = min(max(span.endLine, span.line), span.line + Self.lineLimit - 1, lines.count)
    return lines[(span.line - 1)..<last].map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Shows the files of one report by short paths that still tell them apart.
///
/// What follows the last `site-packages/`, `dist-packages/` or `lib*/python3.X/` stands for a library's file; else a file
/// below the current directory is shown relative to it; else it is shown whole. Two files that would look the same are
/// both shown whole.
struct PathShortener: Sendable {
  private let shortPaths: [String: String]

  /// - Parameters:
  ///   - files: `co_filename` of all functions of the report.
  ///   - currentDirectory: Absolute, as the user sees it.
  init(files: some Sequence<String>, currentDirectory: String) {
    let files = Set(files)
    let short = files.map { ($0, PathShortener.short($0, below: currentDirectory)) }
    var uses: [String: Int] = [:]
    for (_, path) in short { uses[path, default: 0] += 1 }
    shortPaths = Dictionary(uniqueKeysWithValues: short.map { ($0, uses[$1] == 1 ? $1 : $0) })
  }

  /// The path to show for `file`, not yet escaped.
  func path(of file: String) -> String { shortPaths[file] ?? file }

  private static func short(_ file: String, below directory: String) -> String {
    guard file.hasPrefix("/") else { return file }
    let parts = file.split(separator: "/")
    let library = parts.indices.dropLast().last { index in
      switch parts[index] {
      case "site-packages", "dist-packages": true
      default: parts[index].hasPrefix("python3.") && index > 0 && parts[index - 1].hasPrefix("lib")
      }
    }
    if let library { return parts[(library + 1)...].joined(separator: "/") }
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    guard prefix.count > 1, file.hasPrefix(prefix) else { return file }
    return String(file.dropFirst(prefix.count))
  }
}

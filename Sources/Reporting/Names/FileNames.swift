/// What the files of a program are called in its reports: by paths that tell them apart, and in targets of `seriema time`.
struct FileNames: Sendable {
  let paths: PathShortener
  let targets: TargetNames

  /// - Parameters:
  ///   - files: `co_filename` of all functions of the program.
  ///   - currentDirectory: Absolute; files below it are shown relative to it.
  init(files: [String], currentDirectory: String) {
    paths = PathShortener(files: files, currentDirectory: currentDirectory)
    targets = TargetNames(files: files)
  }
}

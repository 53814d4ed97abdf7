internal import Glibc

/// A revision of the working directory's repository, in a folder of its own that is gone when nobody needs it.
struct WorkTree: ~Copyable {
  private let repository: GitRepository
  private let folder: String
  /// The top of the tree.
  let path: String

  /// What stands for the working directory in it.
  var workingDirectory: String {
    repository.prefix.isEmpty ? path : "\(path)/\(repository.prefix)"
  }

  /// - Parameter commit: Its full name.
  /// - Throws: When the folder cannot be made, or git cannot fill it.
  init(of repository: GitRepository, at commit: String) throws(Explanation) {
    var template = Array((Environment.temporaryDirectory + "/seriema-XXXXXX").utf8CString)
    // The array ends in a zero, and mkdtemp changes no more than the six letters.
    guard unsafe mkdtemp(&template) != nil else {
      throw Explanation(
        "cannot make a folder in \(Environment.temporaryDirectory)", why: systemError(errno),
        next: "TMPDIR=/another/folder seriema time …")
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let path = folder + "/tree"
    let answer = repository.run(["worktree", "add", "--quiet", "--detach", path, commit])
    guard answer?.hasSucceeded == true else {
      Self.remove(path, folder, repository)
      throw Explanation(
        "cannot make a work tree of \(commit.prefix(12))",
        why: answer?.output.split(separator: "\n").last.map(String.init) ?? "git could not be started")
    }
    self.repository = repository
    self.folder = folder
    self.path = path
  }

  deinit { Self.remove(path, folder, repository) }

  /// Takes away the tree with all that runs left in it, and what git remembers of it.
  private static func remove(_ path: String, _ folder: String, _ repository: GitRepository) {
    _ = repository.run(["worktree", "remove", "--force", "--force", path])
    _ = unsafe rmdir(folder)
  }
}

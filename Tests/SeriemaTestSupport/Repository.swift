package import Foundation

/// The work tree that these sources were compiled from.
package enum Repository {
  /// Its root folder.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Python programs with a known behaviour.
  package static let programs = root.appending(path: "Tests/SeriemaTestSupport/Programs")

  /// Where `.ci/run` installs the Python packages that tests need; git ignores it.
  package static let pythonPackages = root.appending(path: ".venv/packages")
}

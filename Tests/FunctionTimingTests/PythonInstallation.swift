import Foundation
import Testing

/// A Python that the tests need.
struct PythonInstallation: Sendable, CustomTestStringConvertible {
  let minor: Int

  /// Those that can be timed. A missing one fails its tests.
  static let required = [12, 13, 14, 15].map(PythonInstallation.init(minor:))

  var testDescription: String { "Python 3.\(minor)" }

  /// Found in the folders of `SERIEMA_PYTHONS`, in the package's `.pythons`, or among pyenv's.
  var executable: String {
    get throws {
      let name = "python3.\(minor)"
      let environment = ProcessInfo.processInfo.environment
      var folders = (environment["SERIEMA_PYTHONS"] ?? "").split(separator: ":").map(String.init)
      let package = URL(filePath: #filePath).appending(path: "../../..").standardized
      folders.append(package.appending(path: ".pythons/usr/bin").path())
      let pyenv = environment["PYENV_ROOT"] ?? NSHomeDirectory() + "/.pyenv"
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: pyenv + "/versions")) ?? []
      folders += versions.filter { $0.hasPrefix("3.\(minor).") }.sorted().map { "\(pyenv)/versions/\($0)/bin" }
      let candidates = folders.map { "\($0)/\(name)" }
      guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
        throw MissingPython(name: name, searched: candidates)
      }
      return found
    }
  }

  struct MissingPython: Error {
    var name: String
    var searched: [String]
  }
}

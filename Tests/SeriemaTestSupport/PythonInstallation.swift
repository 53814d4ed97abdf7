package import Foundation

/// One CPython on this machine that tests may start.
package struct PythonInstallation: Sendable {
  /// Major and minor version, such as `3.12`.
  package let version: String

  /// The versions that can be sampled, all of which must be there.
  package static let sampled =
    ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"].map(PythonInstallation.init)
  /// One of each way to keep stacks, for what hardly depends on that.
  package static let everySecond = ["3.9", "3.11", "3.13", "3.15"].map(PythonInstallation.init)
  /// Those that can be timed as well. A test over either list fails on a machine that lacks one.
  package static let required = ["3.12", "3.13", "3.14", "3.15"].map(PythonInstallation.init)

  /// Builds without the GIL, as far as there are any: `Tests/Pythons/free_threaded.sh` makes one where it finds sources.
  package static let freeThreaded =
    ["3.13t", "3.14t", "3.15t"].map(PythonInstallation.init).filter { (try? $0.executable) != nil }
  /// All whose stacks can be read.
  package static let read = sampled + freeThreaded

  /// Whether it is among those that can be timed.
  package var isTimed: Bool { Self.required.contains { $0.version == version } }

  /// Whether the frames of a thread lie one behind the other, as from 3.11 on.
  package var sharesFrameMemory: Bool { !["3.8", "3.9", "3.10"].contains(version) }

  package init(_ version: String) {
    self.version = version
  }

  /// The interpreter, without symbolic links.
  ///
  /// Looked for in `SERIEMA_PYTHON_3_12` (and so on), among pyenv's versions, and in the `.pythons` that
  /// `Tests/Pythons/provision.sh` fills.
  /// - Throws: `MissingPython` when it is nowhere.
  package var executable: URL {
    get throws {
      let places = candidates
      for place in places where FileManager.default.isExecutableFile(atPath: place.path) {
        return place.resolvingSymlinksInPath()
      }
      throw MissingPython(version: version, places: places)
    }
  }

  private var candidates: [URL] {
    let environment = ProcessInfo.processInfo.environment
    if let chosen = environment["SERIEMA_PYTHON_\(version.replacing(".", with: "_"))"] {
      return [URL(filePath: chosen)]
    }
    let home = FileManager.default.homeDirectoryForCurrentUser
    let pyenv = environment["PYENV_ROOT"].map { URL(filePath: $0) } ?? home.appending(path: ".pyenv")
    let versions = pyenv.appending(path: "versions")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: versions.path)) ?? []
    // Numeric, so that 3.12.10 comes before 3.12.9.
    let releases = names.filter { $0.hasPrefix(version + ".") }
      .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
    return releases.map { versions.appending(path: "\($0)/bin/python\(version)") }
      + ["usr/bin/python\(version)", "free-threaded/\(version)/python"].map {
        Repository.root.appending(path: ".pythons/\($0)")
      }
  }
}

/// A Python that tests need is not on this machine.
package struct MissingPython: Error, CustomStringConvertible {
  let version: String
  let places: [URL]

  package var description: String {
    """
    Python \(version) is required and missing; looked at \(places.map(\.path).joined(separator: ", ")): \
    install it with pyenv, run Tests/Pythons/provision.sh .pythons, \
    or set SERIEMA_PYTHON_\(version.replacing(".", with: "_"))
    """
  }
}

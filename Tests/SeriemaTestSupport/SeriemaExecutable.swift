package import Foundation

/// The built `seriema`, run as its users run it.
package enum SeriemaExecutable {
  /// Beside the test runner, where the build puts both; `SERIEMA_EXECUTABLE` chooses another.
  package static var url: URL {
    get throws {
      let place: URL
      if let chosen = ProcessInfo.processInfo.environment["SERIEMA_EXECUTABLE"] {
        place = URL(filePath: chosen)
      } else {
        let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        place = URL(filePath: runner).deletingLastPathComponent().appending(path: "seriema")
      }
      guard FileManager.default.isExecutableFile(atPath: place.path) else {
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: place.path])
      }
      return place
    }
  }

  /// Starts it.
  package static func start(
    _ arguments: [String], environment: [String: String?] = [:], input: Data? = nil, directory: URL? = nil
  ) throws -> RunningProcess {
    try RunningProcess(url, arguments, environment: environment, input: input, directory: directory)
  }

  /// Runs it to its end.
  package static func run(
    _ arguments: [String], environment: [String: String?] = [:], input: Data? = nil, directory: URL? = nil
  ) throws -> ProcessOutcome {
    try start(arguments, environment: environment, input: input, directory: directory).finish()
  }
}

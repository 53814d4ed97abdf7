import CaptureFormat
import Foundation
import ProfileModel

@testable import Reporting

/// A heatmap page of a profile.
struct HeatmapDraft {
  private(set) var bytes: [UInt8] = []

  /// - Parameter sources: nil: text that fits, for every file.
  init(_ profile: Profile, sources: [String: SourceFile]? = nil, isAttached: Bool = false) throws {
    let page = HeatmapPage(
      profile, origin: Self.origin(isAttached: isAttached), currentDirectory: Samples.directory,
      sources: sources ?? SourceDraft.files(of: profile))
    var written: [UInt8] = []
    try page.write(compress: Self.compressed, to: { written += $0 })
    bytes = written
  }

  static func origin(isAttached: Bool = false) -> RecordingOrigin {
    RecordingOrigin(
      startedAt: Nanoseconds(1_795_208_000_000_000_000), host: "buff <i>", program: ["app.py", "--day", "two words"],
      process: 4711, recorder: "seriema 0.1.0", isAttached: isAttached)
  }

  static func compressed(_ text: [UInt8]) throws -> [UInt8] {
    guard var stream = GzipStream() else { throw CocoaError(.fileWriteUnknown) }
    var compressed: [UInt8] = []
    stream.write(text, to: &compressed)
    stream.finish(to: &compressed)
    return compressed
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func write(_ name: String, in folder: URL) throws {
    try Data(bytes).write(to: folder.appending(path: "\(name).html"))
  }
}

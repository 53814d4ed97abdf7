import CaptureFormat
import Foundation
import SeriemaTestSupport
import Testing

struct GzipStreamTests {
  /// Read by another program, so that it is what everybody calls gzip.
  @Test(arguments: [0, 1, 70_000, 3_000_000]) func isReadByOthers(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 97...105, using: &random) }
    guard var stream = GzipStream() else { throw CocoaError(.fileWriteUnknown) }
    var compressed: [UInt8] = []
    for start in stride(from: 0, to: count, by: 100_000) {
      stream.write(Array(bytes[start..<min(start + 100_000, count)]), to: &compressed)
    }
    stream.finish(to: &compressed)
    let reader = try RunningProcess(URL(filePath: "/usr/bin/gzip"), ["-dc"], input: Data(compressed))
    let outcome = try reader.finish()
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.output == Data(bytes))
  }
}

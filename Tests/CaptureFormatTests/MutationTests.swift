import CaptureFormat
import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@Suite struct MutationTests {
  /// `SERIEMA_MUTATIONS=10000000` is for a long run, such as before a release:
  /// `SERIEMA_MUTATIONS=10000000 swift test -c release … --filter survivesMutations`.
  private static let count = ProcessInfo.processInfo.environment["SERIEMA_MUTATIONS"].flatMap(Int.init) ?? 32_000
  private static let seeds = Seeds.fresh(8)
  /// So many of one original, then of another.
  private static let round = 4000

  /// A block that is taken refers to nothing that there is not: the assembler would trap.
  @Test(arguments: seeds) func survivesMutations(seed: UInt64) throws {
    let count = Self.count / Self.seeds.count
    var captures = MutatedCaptures(seed: seed)
    var taken = 0
    for index in 0..<count {
      if index > 0, index % Self.round == 0 { captures = MutatedCaptures(seed: seed &+ UInt64(index)) }
      taken += Self.read(captures.next())
    }
    // Most mutations leave one block or the other as it may be, or they test nothing.
    #expect(taken > count / 2, "seed \(seed)")
    if Self.count > 32_000 { print("seed \(seed): \(count) mutated captures, \(taken) blocks of them taken") }
  }

  /// The file is of Python 3.15.2's own sampler, with other paths.
  @Test(arguments: seeds) func survivesMutationsOfRecordingsOfPythonsOwnSampler(seed: UInt64) throws {
    let path = Repository.root.appending(path: "Tests/CaptureFormatTests/Captures/python3.15.bin")
    let original = Array(try Data(contentsOf: path))
    #expect(Self.read(original) > 0)
    let count = Self.count / Self.seeds.count
    var captures = MutatedCaptures(seed: seed, of: original)
    let taken = (0..<count).reduce(0) { sum, _ in sum + Self.read(captures.next()) }
    #expect(taken > count / 2, "seed \(seed)")
    if Self.count > 32_000 { print("seed \(seed): \(count) mutated recordings, \(taken) blocks of them taken") }
  }

  /// Reads it as `seriema replay` does, as far as it goes.
  ///
  /// - Returns: Blocks that were taken.
  private static func read(_ bytes: [UInt8]) -> Int {
    let reader = try? recordingReader { offset, count in
      Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    }
    guard var reader else { return 0 }
    var assembler = ProfileAssembler()
    let recording = assembler.addRecording(from: reader.origin)
    var taken = 0
    while let block = try? reader.next() {
      for event in block.definitions { assembler.add(event, of: recording) }
      for sample in block.samples { assembler.add(sample, of: recording) }
      taken += 1
    }
    let profile = assembler.finish()
    _ = profile.functionSummaries()
    _ = profile.definitions
    return taken
  }
}

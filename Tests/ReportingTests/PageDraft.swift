import Foundation
import ProfileModel
import Reporting

/// A flame graph page of a profile, told with samples of one millisecond that make up the profile's weights.
struct PageDraft {
  private(set) var bytes: [UInt8] = []

  /// What the thread is at in one of a node's samples, which are counted from 0.
  typealias States = (_ node: Profile.Node, _ number: Int64) -> SampleStates

  /// - Parameter isTold: Whether the page is told of any sample.
  init(_ profile: Profile, isTold: Bool = true, states: States = { _, _ in .unknown }) {
    let origin = RecordingOrigin(
      startedAt: Nanoseconds(1_795_208_000_000_000_000), host: "buff <i>", program: ["app.py", "--day", "two words"],
      process: 4711, recorder: "seriema 0.1.0")
    var page = FlameGraphPage(profile, origin: origin, currentDirectory: Samples.directory)
    let samples = isTold ? PageDraft.samples(of: profile, states) : []
    var written: [UInt8] = []
    let drain = { (piece: inout [UInt8]) in
      written += piece
      piece.removeAll(keepingCapacity: true)
    }
    for pass in 0..<page.passCount {
      page.begin(pass: pass, into: &bytes, drain: drain)
      for sample in samples { page.add(sample, into: &bytes) }
    }
    page.end(into: &bytes, drain: drain)
    drain(&bytes)
    bytes = written
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func write(_ name: String, in folder: URL) throws {
    try Data(bytes).write(to: folder.appending(path: "\(name).html"))
  }

  /// One node's samples after the other's, each thread by its own clock.
  private static func samples(of profile: Profile, _ states: States) -> [TimedSample] {
    var clocks = [Nanoseconds](repeating: .zero, count: profile.threads.count)
    var samples: [TimedSample] = []
    for (index, node) in profile.nodes.enumerated() where node.own.samples > 0 {
      let count = Int64(min(node.own.samples, 10_000))
      let time = Nanoseconds(node.own.time.rawValue / count)
      let idle = Nanoseconds(node.own.idle.rawValue / count)
      for number in 0..<count {
        clocks[node.thread] += time
        samples.append(
          TimedSample(
            instant: clocks[node.thread], node: index, weight: Weight(samples: 1, time: time, idle: idle),
            states: states(node, number)))
      }
    }
    return samples.sorted { ($0.instant, $0.node) < ($1.instant, $1.node) }
  }
}

import Foundation
import ProfileModel
import Testing

@testable import Reporting

@Suite struct PagePartTests {
  @Test(arguments: 0..<7) func writesBase64(length: Int) {
    var pack = PackedBytes()
    for byte in 0..<length { pack.append((byte * 89 + 3) & 127) }
    var text: [UInt8] = []
    pack.writeBase64(into: &text) { _ in }
    #expect(String(decoding: text, as: UTF8.self) == Data(pack.bytes).base64EncodedString())
  }

  @Test func packsNumbers() {
    var pack = PackedBytes()
    for number in [0, 127, 128, 300, -1] { pack.append(number) }
    #expect(pack.bytes == [0, 127, 128, 1, 0xac, 2, 0])
    pack = PackedBytes()
    for number in [0, 5, -5, -64] { pack.append(signed: number) }
    #expect(pack.bytes == [0, 10, 11, 129, 1])
    pack = PackedBytes()
    pack.append(sparse: [0, 0, 0, 5, 0, 7, 0])
    #expect(pack.bytes == [0, 2, 5, 0, 0, 7, 0, 0])
  }

  @Test func keepsTheSumWhenStretchesGrow() {
    var activity = ThreadActivity()
    let weight = Weight(samples: 1, time: Nanoseconds(1_000_000), idle: Nanoseconds(250_000))
    for tick in 1...100_000 {
      activity.add(weight, until: Nanoseconds(Int64(tick) * 1_000_000), thread: 3, node: 5, function: 7)
    }
    #expect(activity.count > ThreadActivity.limit / 2 && activity.count <= ThreadActivity.limit)
    let (running, idle) = activity.microseconds(ofThread: 3)
    #expect(abs(running.reduce(0, +) - 75_000_000) < activity.count)
    #expect(abs(idle.reduce(0, +) - 25_000_000) < activity.count)
    let rows = activity.functionRows
    #expect(rows.map(\.function) == [7])
    #expect(abs((rows.first?.microseconds.reduce(0, +) ?? 0) - 100_000_000) < activity.count)
    // All but the first and the last stretch are as full as time is.
    let full = Int(activity.stretch.rawValue / 1000)
    for index in 1..<activity.count - 1 { #expect(abs(running[index] + idle[index] - full) <= 2) }
  }

  /// Of each node, what it took in which of the stretches, which are four of a thread's.
  @Test func tellsWhenNodesHadSamples() {
    var activity = NodeActivity()
    activity.add(3_000_000, idle: 1_000_000, to: 1, at: .unknown, in: 4)
    activity.add(2_000_000, idle: 0, to: 0, at: .unknown, in: 7)
    activity.add(500_000, idle: 0, to: 1, at: .unknown, in: 5)
    // Node 1 stands first in the page, node 0 behind two others.
    let rows = [0, 0, 2, 4, 6001, 1000, 1, 1000] + [3, 0, 1, 7, 4000]
    #expect(activity.packed(places: [3, 0]).bytes == Self.bytes([1, 0, 5500, 2] + rows))
    activity.halve()
    let halved = [0, 0, 1, 2, 7001, 1000] + [3, 0, 1, 3, 4000]
    #expect(activity.packed(places: [3, 0]).bytes == Self.bytes([1, 0, 5500, 2] + halved))
    #expect(NodeActivity().packed(places: []).bytes == [0, 0])
  }

  /// Of each node, a row for each set of states that its thread was in.
  @Test func tellsWhatThreadsWereAt() {
    let holds = SampleStates().with(.holdsGIL, true)
    let waits = SampleStates().with(.holdsGIL, false).with(.waitsForGIL, true)
    var activity = NodeActivity()
    activity.add(3_000_000, idle: 0, to: 0, at: waits, in: 2)
    activity.add(2_000_000, idle: 0, to: 0, at: holds, in: 4)
    activity.add(1_000_000, idle: 0, to: 1, at: holds, in: 4)
    let sets = [2, 0b1_0001, 3000, 0b11_0010, 3000]
    let rows = [3] + [0, 0, 1, 4, 4000] + [0, 1, 1, 2, 6000] + [1, 0, 1, 4, 2000]
    #expect(activity.packed(places: [0, 1]).bytes == Self.bytes(sets + rows))
    activity.halve()
    let halved = [3] + [0, 0, 1, 2, 4000] + [0, 1, 1, 1, 6000] + [1, 0, 1, 2, 2000]
    #expect(activity.packed(places: [0, 1]).bytes == Self.bytes(sets + halved))
  }

  private static func bytes(_ numbers: [Int]) -> [UInt8] {
    var pack = PackedBytes()
    for number in numbers { pack.append(number) }
    return pack.bytes
  }

  @Test func spreadsALongSample() {
    var activity = ThreadActivity()
    activity.add(
      Weight(samples: 1, time: Nanoseconds(10_000_000)), until: Nanoseconds(15_000_000), thread: 0, node: 0,
      function: nil)
    let (running, _) = activity.microseconds(ofThread: 0)
    #expect(running.prefix { $0 == 0 }.count == 50)
    #expect(running[50..<150].allSatisfy { $0 == 100 })
    #expect(activity.functionRows.isEmpty)
  }
}

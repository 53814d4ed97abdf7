import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

struct SampleLogTests {
  @Test(arguments: Seeds.fresh(5)) func tellsWhatWasKept(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var log = SampleLog()
    var samples: [TimedSample] = []
    var instant: Int64 = 0
    var node = 0
    // Enough for several chunks.
    for _ in 0..<60_000 {
      let step = Int64.random(in: 0...3_000_000, using: &random)
      instant += Bool.random(using: &random) ? step : step / 1000 * 1000
      if Bool.random(using: &random) { node = Int.random(in: 0...1 << 30, using: &random) }
      let times: [Int64] = [step, 0, Int64.random(in: 0...1 << 52, using: &random)]
      let time = times.randomElement(using: &random) ?? 0
      let idles: [Int64] = [0, time, time / 3]
      let idle = idles.randomElement(using: &random) ?? 0
      let count = [1, 0, 2, 1 << 40].randomElement(using: &random) ?? 1
      samples.append(
        TimedSample(
          instant: Nanoseconds(instant), node: node,
          weight: Weight(samples: count, time: Nanoseconds(time), idle: Nanoseconds(idle))))
    }
    // CPU time that the kernel told later is of an earlier moment.
    samples.append(TimedSample(instant: .zero, node: 0, weight: Weight(samples: 0, time: Nanoseconds(5))))
    for sample in samples { log.append(sample) }
    var told: [TimedSample] = []
    log.tell { told.append($0) }
    #expect(told == samples, "seed \(seed)")
  }
}

import ProfileModel

@testable import Reporting

/// Recordings that the exchange formats are tested with.
enum ExchangeSamples {
  /// Ends what a page, an attribute or a line holds, and turns the direction of reading.
  static let hostile = Samples.function(
    "</script><b a=\"'&amp;\u{202e}gpj.\u{0}\n\\\u{fffe}]]>🐍", "/srv/\u{2028}a<b>&\"c\".py", 7)

  /// Two processes, three threads, an idle one among them, hostile names, a collection, a cut stack and one without frames.
  static var small: Recording {
    var draft = RecordingDraft()
    draft.addThread("MainThread")
    draft.addThread("mailer; \u{1b}[31m\u{202e}red</title>", thread: 4712, from: Nanoseconds(500_000))
    draft.addThread("MainThread", process: 4800, thread: 4800, from: Nanoseconds(2_000_000))
    draft.add([(Samples.module, line: 3), (Samples.bootstrap, line: 1360)], samples: 2)
    draft.add([(Samples.module, line: 30), (Samples.parse, line: 44)], samples: 3, idle: 1)
    draft.add([(Samples.module, line: 30), (Samples.parse, line: 50), (Samples.rawDecode, line: 353)], samples: 5)
    draft.add([(Samples.module, line: 31), (Samples.render, line: 12), (.garbageCollection, line: 0)], samples: 2)
    draft.add([(Samples.module, line: 31), (Samples.render, line: 13)], samples: 1, end: .cut)
    draft.add([(Samples.module, line: 32), (hostile, line: 9), (hostile, line: 8)], samples: 4)
    // Two samples of one moment: what one stopped sample stands for, and those before it.
    draft.add([(Samples.module, line: 31)], weight: weight(samples: 2, 2_000_001), lasting: Nanoseconds(3_000_001))
    draft.add([(Samples.module, line: 32)], weight: weight(samples: 1, 1_000_000), lasting: .zero)
    draft.add([(Samples.wait, line: 655)], samples: 6, idle: 5, thread: 1)
    draft.add([], samples: 3, thread: 1, end: .noFrames)
    draft.add([(Samples.module, line: 5)], samples: 4, thread: 2)
    return draft.finished { profile in
      profile.processes = [
        SampledProcess(
          process: 4711, parent: nil, command: "python app.py --day 'two words'", reading: .python, ending: .exited(0)),
        SampledProcess(
          process: 4800, parent: 4711, command: "python -c \"print('<&>')\"", reading: .python, ending: .running),
      ]
      profile.ledger.partial = 1
      profile.ledger.complete -= 1
      profile.ledger.reasons = ["moved </script>": 1]
    }
  }

  /// Many stacks of many functions, with recursion, of up to 14 frames.
  static func random(seed: UInt64, samples: Int = 1500, time: SampledTime = .wall) -> Recording {
    var generator = SeededGenerator(seed: seed)
    var draft = RecordingDraft()
    draft.addThread("MainThread")
    draft.addThread("worker \"1\"", thread: 4712, from: Nanoseconds(123_456))
    draft.addThread("MainThread", process: 4800, thread: 4800, from: Nanoseconds(7_000_001))
    let functions =
      [Samples.module, Samples.parse, Samples.rawDecode, Samples.render, Samples.wait, Samples.bootstrap, hostile]
      + [.garbageCollection]
      + (0..<12).map { Samples.function("f\($0 / 2)", "/home/ada/shop/part\($0 % 3).py", $0 * 10 + 1) }
    var stacks: [[(FunctionIdentity, line: Int)]] = Array(repeating: [], count: 3)
    for _ in 0..<samples {
      let thread = Int.random(in: 0..<3, using: &generator)
      stacks[thread].removeLast(Int.random(in: 0...min(4, stacks[thread].count), using: &generator))
      for _ in 0..<Int.random(in: 0...3, using: &generator) where stacks[thread].count < 14 {
        let function = functions.randomElement(using: &generator) ?? Samples.module
        let line = function.file.isEmpty ? 0 : function.firstLine + Int.random(in: 0..<3, using: &generator)
        stacks[thread].append((function, line: line))
      }
      let end: ProfileDraft.End =
        stacks[thread].isEmpty ? .noFrames : Int.random(in: 0..<12, using: &generator) == 0 ? .cut : .leaf
      let length = Int64.random(in: 990_000...1_010_000, using: &generator)
      let parts: [Int64] = time == .cpu ? [0] : [0, 0, length, length / 3]
      let idle = parts.randomElement(using: &generator) ?? 0
      let samples = Int.random(in: 0..<20, using: &generator) == 0 ? 2 : 1
      if time == .cpu {
        // What the kernel tells later comes without a sample.
        for weight in [Weight(samples: samples), Weight(time: Nanoseconds(length / 2))] {
          draft.add(stacks[thread], weight: weight, lasting: Nanoseconds(length), thread: thread, end: end)
        }
      } else {
        draft.add(
          stacks[thread], weight: Weight(samples: samples, time: Nanoseconds(length), idle: Nanoseconds(idle)),
          thread: thread, end: end)
      }
    }
    return draft.finished { $0.sampledTime = time }
  }

  /// One stack of 50,000 frames, and one that is deeper still.
  static var deep: Recording {
    var draft = RecordingDraft()
    draft.addThread("MainThread")
    let stack = Array(repeating: (Samples.parse, line: 44), count: 50_000)
    draft.add(stack, samples: 2)
    draft.add(stack + [(Samples.rawDecode, line: 352)], samples: 1)
    return draft.finished()
  }

  private static func weight(samples: Int, _ nanoseconds: Int64) -> Weight {
    Weight(samples: samples, time: Nanoseconds(nanoseconds))
  }
}

import ProfileModel

@testable import Reporting

/// Builds a profile and the samples that it adds up, in their order of time, as a recording tells them.
struct RecordingDraft {
  private var draft = ProfileDraft()
  private var samples: [TimedSample] = []
  /// By thread: up to where it has samples.
  private var ends: [Nanoseconds] = []

  static let origin = RecordingOrigin(
    startedAt: Nanoseconds(1_700_000_000_123_456_789), host: "build-7", program: ["app.py", "--day", "two words"],
    process: 4711, recorder: "seriema 0.1.0")

  mutating func addThread(_ name: String, process: Int32 = 4711, thread: Int32 = 4711, from start: Nanoseconds = .zero)
  {
    draft.addThread(name, process: process, thread: thread)
    ends.append(start)
  }

  /// Adds samples of one millisecond each, one after the other; in the last of them the thread is idle.
  mutating func add(
    _ stack: [(FunctionIdentity, line: Int)], samples: Int, idle: Int = 0, thread: Int = 0,
    end: ProfileDraft.End = .leaf
  ) {
    for index in 0..<samples {
      let time = Nanoseconds(1_000_000)
      let weight = Weight(samples: 1, time: time, idle: index < samples - idle ? .zero : time)
      add(stack, weight: weight, thread: thread, end: end)
    }
  }

  /// Adds one sample.
  /// - Parameter lasting: How far the thread's time goes on with it; nil for the time that it stands for.
  mutating func add(
    _ stack: [(FunctionIdentity, line: Int)], weight: Weight, lasting: Nanoseconds? = nil, thread: Int = 0,
    end: ProfileDraft.End = .leaf
  ) {
    guard let node = draft.add(stack, weight: weight, thread: thread, end: end) else { return }
    ends[thread] = ends[thread] + (lasting ?? weight.time)
    samples.append(TimedSample(instant: ends[thread], node: node, weight: weight))
  }

  func finished(_ adjust: (inout Profile) -> Void = { _ in }) -> Recording {
    let order = samples.indices.sorted { (samples[$0].instant, $0) < (samples[$1].instant, $1) }
    return Recording(profile: draft.finished(adjust), samples: order.map { samples[$0] })
  }
}

/// A profile and the samples that it adds up.
struct Recording {
  var profile: Profile
  var samples: [TimedSample]
}

extension TimelineReport {
  /// All of a report, its samples told as often as it wants.
  mutating func bytes(of samples: [TimedSample]) -> [UInt8] {
    var all: [UInt8] = []
    var bytes: [UInt8] = []
    func drain(_ bytes: inout [UInt8]) {
      all += bytes
      bytes.removeAll(keepingCapacity: true)
    }
    for pass in 0..<passCount {
      begin(pass: pass, into: &bytes, drain: drain)
      for sample in samples {
        add(sample, into: &bytes)
        if bytes.count > 65_536 { drain(&bytes) }
      }
    }
    end(into: &bytes, drain: drain)
    drain(&bytes)
    return all
  }
}

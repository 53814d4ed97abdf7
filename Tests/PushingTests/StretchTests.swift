import ProfileModel
import Testing

@testable import Pushing

struct StretchTests {
  private func weight(_ samples: Int) -> Weight {
    Weight(samples: samples, time: Nanoseconds(Int64(samples) * 1000))
  }

  /// By stack of names, outermost first, and thread: samples.
  private func samples(of profile: Profile) -> [String: Int] {
    var stacks: [String] = []
    var counts: [String: Int] = [:]
    for node in profile.nodes {
      let name =
        switch node.kind {
        case .frame(let frame): profile.functions[profile.frames[frame].function].qualifiedName
        case .cut: "<cut>"
        case .noFrames: "-"
        }
      stacks.append((node.parent.map { stacks[$0] } ?? profile.threads[node.thread].name) + ";" + name)
      if node.own.samples > 0 { counts[stacks[stacks.count - 1], default: 0] += node.own.samples }
    }
    return counts
  }

  @Test func stretchesAddUpToTheRun() throws {
    var profiles = StretchProfiles()
    var stretch = Stretch()
    let none = profiles.profile(of: stretch, lasting: .zero)
    #expect(none?.nodes.count == nil)
    stretch.events = [
      .runtime(pythonVersion: "3.14.0", sampledTime: .cpu),
      .thread(SampledThread(process: 1, thread: 1, name: "main")),
      .thread(SampledThread(process: 1, thread: 2, name: "other")),
      .function(FunctionIdentity(qualifiedName: "f", file: "/f.py", firstLine: 1)),
      .function(FunctionIdentity(qualifiedName: "g", file: "/f.py", firstLine: 9)),
      .frame(Frame(function: 1, line: 10)), .frame(Frame(function: 0, line: 2)),
      .node(Profile.Node(parent: nil, thread: 1, kind: .frame(1), own: .zero)),
      .node(Profile.Node(parent: nil, thread: 0, kind: .noFrames, own: .zero)),
      .node(Profile.Node(parent: 0, thread: 1, kind: .frame(0), own: .zero)),
    ]
    stretch.add(weight(3), to: 2)
    stretch.add(weight(1), to: 1)
    let pushed = profiles.profile(of: stretch, lasting: Nanoseconds(7))
    let first = try #require(pushed)
    #expect(samples(of: first) == ["other;f;g": 3, "main;-": 1])
    #expect(first.sampledTime == .cpu)
    #expect(first.pythonVersion == "3.14.0")
    #expect(first.ledger.elapsed == Nanoseconds(7))
    stretch.clear()
    let nothingNew = profiles.profile(of: stretch, lasting: .zero)
    #expect(nothingNew?.nodes.count == nil)
    stretch.events = [
      .node(Profile.Node(parent: 0, thread: 1, kind: .cut, own: .zero)), .threadName(thread: 1, name: "renamed"),
    ]
    stretch.add(weight(2), to: 3)
    let pushedNext = profiles.profile(of: stretch, lasting: .zero)
    let second = try #require(pushedNext)
    #expect(samples(of: second) == ["renamed;f;<cut>": 2])
    // Nothing is in it that has no sample.
    #expect(second.functions.map(\.qualifiedName) == ["f"])
    #expect(second.frames.count == 1)
    #expect(second.threads.map(\.name) == ["renamed"])
    #expect(second.nodes.count == 2)
    #expect(first.total + second.total == weight(6))
  }
}

import ProfileModel
import Testing

@Suite struct ProfileTests {
  /// A tree over `functions` functions, each node's parent before it, with random weights.
  private func randomProfile(seed: UInt64) -> Profile {
    var state = seed
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let functions = (0..<6).map { FunctionIdentity(qualifiedName: "f\($0)", file: "x.py", firstLine: $0) }
    let nodes = (0..<60).map { index in
      Profile.Node(
        parent: index == 0 || below(8) == 0 ? nil : below(index), thread: 0, kind: .frame(below(6)),
        own: Weight(samples: 1 + below(9), time: Nanoseconds(Int64(below(1000))), idle: .zero))
    }
    return Profile(
      functions: functions, frames: functions.indices.map { Frame(function: $0, line: 1) },
      threads: [SampledThread(process: 1, thread: 1, name: "main")], nodes: nodes, ledger: Ledger(),
      pythonVersion: "3.13.1")
  }

  @Test func sumsToTheTotalAndNeverAboveIt() {
    let first = UInt64.random(in: 0...UInt64.max / 2)
    for seed in first..<(first + 100) {
      let profile = randomProfile(seed: seed)
      let summaries = profile.functionSummaries()
      let own = summaries.reduce(into: Weight.zero) { $0 += $1.own }
      #expect(own == profile.total, "seed \(seed)")
      for summary in summaries {
        #expect(summary.total.samples <= profile.total.samples, "seed \(seed)")
        #expect(summary.total.time <= profile.total.time, "seed \(seed)")
        #expect(summary.own.samples <= summary.total.samples, "seed \(seed)")
      }
    }
  }

  @Test func entersAndLeavesEachNodeOnceInsideItsParent() {
    let profile = randomProfile(seed: 7)
    var open: [Int] = []
    var entered: [Int] = []
    profile.walk { index, entering in
      if entering {
        #expect(profile.nodes[index].parent == open.last)
        open.append(index)
        entered.append(index)
      } else {
        #expect(open.popLast() == index)
      }
    }
    #expect(open.isEmpty)
    #expect(entered.sorted() == Array(profile.nodes.indices))
  }

  @Test func findsThePathToANode() {
    let profile = randomProfile(seed: 7)
    for index in profile.nodes.indices {
      let path = profile.path(to: index)
      #expect(path.last == index)
      #expect(profile.nodes[path[0]].parent == nil)
      for (outer, inner) in zip(path, path.dropFirst()) { #expect(profile.nodes[inner].parent == outer) }
    }
  }

  @Test func walksAStackOf50000Frames() {
    var profile = randomProfile(seed: 1)
    profile.nodes = NodeTable(
      (0..<50_000).map { index in
        Profile.Node(
          parent: index == 0 ? nil : index - 1, thread: 0, kind: .frame(index % 6),
          own: index == 49_999 ? Weight(samples: 3, time: Nanoseconds(3), idle: .zero) : .zero)
      })
    let summaries = profile.functionSummaries()
    #expect(summaries.count == 6)
    #expect(summaries.allSatisfy { $0.total.samples == 3 })
    #expect(profile.path(to: 49_999).count == 50_000)
  }

  @Test func clampsSecondsThatDoNotFit() {
    #expect(Nanoseconds(seconds: 1.5) == Nanoseconds(1_500_000_000))
    #expect(Nanoseconds(seconds: 1e30) == Nanoseconds(.max))
    #expect(Nanoseconds(seconds: -1e30) == Nanoseconds(.min))
    #expect(Nanoseconds(seconds: .nan) == .zero)
  }
}

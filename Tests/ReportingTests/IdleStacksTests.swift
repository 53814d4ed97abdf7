import ProfileModel
import Testing

@testable import Reporting

struct IdleStacksTests {
  @Test func eachNodeWithIdleSamplesHasAStackBehindThoseOfAllNodes() {
    let idle: Set = [1, 2, 7, 9]
    let nodes = NodeTable(
      (0..<10).map { index in
        Profile.Node(
          parent: nil, thread: 0, kind: .frame(0),
          own: Weight(samples: 1, time: Nanoseconds(2), idle: Nanoseconds(idle.contains(index) ? 1 : 0)))
      })
    let stacks = IdleStacks(nodes)
    #expect((0..<10).map(stacks.stack(of:)) == [nil, 10, 11, nil, nil, nil, nil, 12, nil, 13])
    #expect(stacks.nodes == [1, 2, 7, 9])
    #expect(IdleStacks([]).stack(of: 0) == nil)
  }
}

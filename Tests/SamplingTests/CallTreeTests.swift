import ProfileModel
import SeriemaTestSupport
import Testing

struct CallTreeTests {
  @Test(arguments: Seeds.fresh(20))
  func keepsOneNodeForEachChainOfCallers(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var tree = CallTree()
    var known: [[Int32]: Int32] = [:]
    var samples: [Int32: Int] = [:]
    for _ in 0..<5000 {
      let thread = Int32.random(in: 0..<3, using: &random)
      var chain = [thread]
      var node = CallTree.root
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let frame = Int32.random(in: 0..<5, using: &random)
        chain.append(frame)
        node = tree.node(frame, in: node, of: thread)
        #expect(known[chain, default: node] == node, "seed \(seed)")
        known[chain] = node
      }
      tree.add(Weight(samples: 1, time: Nanoseconds(7), idle: .zero), to: node)
      samples[node, default: 0] += 1
    }
    #expect(tree.nodeCount == known.count, "seed \(seed)")
    #expect(Set(known.values).count == known.count, "seed \(seed)")
    for (index, node) in tree.nodes.enumerated() {
      #expect(node.own.samples == samples[Int32(index), default: 0], "seed \(seed)")
    }
    #expect(tree.nodes.reduce(0) { $0 + $1.own.samples } == 5000)
    #expect(tree.nodes.reduce(0) { $0 + $1.own.time.rawValue } == 35_000)
  }
}

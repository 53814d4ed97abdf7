import ProfileModel
import Testing

struct NodeTableTests {
  private static let nodes = [
    Profile.Node(parent: nil, thread: 2, kind: .noFrames, own: Weight(samples: 1, time: Nanoseconds(5))),
    Profile.Node(parent: nil, thread: 0, kind: .frame(0), own: .zero),
    Profile.Node(
      parent: 1, thread: 0, kind: .frame(70_000),
      own: Weight(samples: 2, time: Nanoseconds(1 << 50), idle: Nanoseconds(3))),
    Profile.Node(parent: 2, thread: 0, kind: .cut, own: .zero),
  ]

  @Test func holdsNodesAsTheyAre() {
    var table = NodeTable(Self.nodes)
    #expect(Array(table) == Self.nodes)
    #expect(table.indices.map(table.thread) == [2, 0, 0, 0])
    #expect(table.indices.map(table.parent) == [-1, -1, 1, 2])
    for (index, node) in Self.nodes.reversed().enumerated() { table[index] = node }
    #expect(Array(table) == Self.nodes.reversed())
  }

  /// In whichever order weights came, and whether what is nothing was ever added.
  @Test func isTheSameWhereItsNodesAre() {
    var tables = [NodeTable(), NodeTable()]
    for index in tables.indices {
      for node in Self.nodes {
        tables[index].append(Profile.Node(parent: node.parent, thread: node.thread, kind: node.kind, own: .zero))
      }
      for place in index == 0 ? [0, 2] : [2, 0, 1] { tables[index][place].own = Self.nodes[place].own }
    }
    #expect(tables[0] == tables[1] && tables[0].hashValue == tables[1].hashValue)
    #expect(Array(tables[0]) == Self.nodes)
    tables[1][1].own.samples = 1
    #expect(tables[0] != tables[1])
  }

  /// What was taken of a tree stays as it was.
  @Test func aCopyDoesNotChangeWithItsTree() {
    var tree = CallTree()
    let node = tree.node(3, in: CallTree.root, of: 0)
    tree.add(Weight(samples: 1), to: node)
    let before = tree.nodes
    tree.add(Weight(samples: 1), to: node)
    _ = tree.node(CallTree.cut, in: node, of: 0)
    #expect(before.map(\.own.samples) == [1])
    #expect(tree.nodes.map(\.own.samples) == [2, 0])
  }
}

/// A profile whose frames are lines, whatever the one that it was made of tells apart: as if no more had been asked
/// for.
package struct LineProfile: Sendable {
  package let profile: Profile
  /// Of each node of the other profile, its node here; nil where they are the same.
  private let nodes: [Int32]?

  package init(_ whole: Profile) {
    guard whole.detail > .lines else {
      profile = whole
      nodes = nil
      return
    }
    var frames: [Frame] = []
    var indices: [Frame: Int32] = [:]
    let places = whole.frames.map { frame in
      let line = frame.lineAlone
      if let known = indices[line] { return known }
      indices[line] = Int32(frames.count)
      frames.append(line)
      return Int32(frames.count - 1)
    }
    var tree = CallTree()
    var numbers: [Int32] = []
    numbers.reserveCapacity(whole.nodes.count)
    for node in whole.nodes {
      let frame =
        switch node.kind {
        case .frame(let frame): places[frame]
        case .cut: CallTree.cut
        case .noFrames: CallTree.noFrames
        }
      let number = tree.node(
        frame, in: node.parent.map { numbers[$0] } ?? CallTree.root, of: Int32(truncatingIfNeeded: node.thread))
      tree.add(node.own, to: number)
      numbers.append(number)
    }
    var lines = whole
    lines.frames = frames
    lines.nodes = tree.nodes
    profile = lines
    nodes = numbers
  }

  /// The node here of one of the other profile.
  package func node(_ node: Int) -> Int {
    nodes.map { Int($0[node]) } ?? node
  }
}

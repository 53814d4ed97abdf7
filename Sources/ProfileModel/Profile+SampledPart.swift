extension Profile {
  /// The same samples without functions, frames, threads and nodes that have none.
  package var sampledPart: Profile {
    var isUsed = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices where nodes[index].own != .zero {
      var next: Int? = index
      while let node = next, !isUsed[node] {
        isUsed[node] = true
        next = nodes[node].parent
      }
    }
    var part = self
    (part.functions, part.frames, part.threads, part.nodes) = ([], [], [], [])
    var newFunctions = [Int](repeating: -1, count: functions.count)
    var newFrames = [Int](repeating: -1, count: frames.count)
    var newThreads = [Int](repeating: -1, count: threads.count)
    var newNodes = [Int](repeating: -1, count: nodes.count)
    /// The number of `element` in the part, which takes it in when it is new there.
    func number<Element>(_ element: Int, _ numbers: inout [Int], of all: [Element], in part: inout [Element]) -> Int {
      if numbers[element] < 0 {
        numbers[element] = part.count
        part.append(all[element])
      }
      return numbers[element]
    }
    for index in nodes.indices where isUsed[index] {
      var node = nodes[index]
      node.parent = node.parent.map { newNodes[$0] }
      node.thread = number(node.thread, &newThreads, of: threads, in: &part.threads)
      if case .frame(let frame) = node.kind {
        if newFrames[frame] < 0 {
          var moved = frames[frame]
          moved.function = number(moved.function, &newFunctions, of: functions, in: &part.functions)
          newFrames[frame] = part.frames.count
          part.frames.append(moved)
        }
        node.kind = .frame(newFrames[frame])
      }
      newNodes[index] = part.nodes.count
      part.nodes.append(node)
    }
    return part
  }
}

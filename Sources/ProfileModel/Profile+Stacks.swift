extension Profile {
  /// The nodes from a thread's outermost frame down to `index`.
  package func path(to index: Int) -> [Int] {
    var path: [Int] = []
    var next: Int? = index
    while let node = next {
      path.append(node)
      next = nodes[node].parent
    }
    return path.reversed()
  }
}

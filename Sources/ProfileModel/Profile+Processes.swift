extension Profile {
  /// The weight of all samples of each process that has some.
  package func processWeights() -> [Int32: Weight] {
    var weights: [Int32: Weight] = [:]
    for node in nodes where node.own.samples > 0 {
      weights[threads[node.thread].process, default: .zero] += node.own
    }
    return weights
  }
}

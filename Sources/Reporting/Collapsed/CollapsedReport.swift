package import ProfileModel

/// Collapsed stacks, as `flamegraph.pl`, speedscope and others read them: `outer;inner;leaf 42`.
///
/// One line for each distinct stack, its outermost frame first, with the number of samples. A frame is
/// `qualname (file.py:line)`; a partial sample ends in `<cut>`. Where several threads (processes) have samples, each stack
/// begins with its thread (process). In names, what would break a line is written as `UntrustedText` says, and `;` as
/// `\x3b`. Lines are sorted frame by frame.
/// Source: `stackcollapse` and `flamegraph.pl` of https://github.com/brendangregg/FlameGraph.
package struct CollapsedReport: Sendable {
  /// Labels of frames, sorted, so that their indices sort like their texts.
  private let labels: [String]
  /// Distinct stacks, merged over all nodes that read the same.
  private let tree: LabelTree

  /// - Parameter currentDirectory: Absolute; files below it are shown relative to it.
  package init(_ profile: Profile, currentDirectory: String) {
    let naming = FrameLabels(profile, currentDirectory: currentDirectory)
    labels = naming.sorted
    tree = LabelTree(profile, labels: naming)
  }

  /// Hands the report to `sink` piece by piece.
  package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let texts = labels.map { Array($0.utf8) }
    var bytes: [UInt8] = []
    /// The stack so far, and where each of its labels ends.
    var stack: [UInt8] = []
    var ends: [Int] = []
    try tree.forEachStack { (label, depth, samples) throws(Failure) in
      ends.removeSubrange(depth...)
      stack.removeSubrange((ends.last ?? 0)...)
      if depth > 0 { stack.append(UInt8(ascii: ";")) }
      stack += texts[label]
      ends.append(stack.count)
      guard samples > 0 else { return }
      bytes += stack
      bytes.append(UInt8(ascii: " "))
      bytes.write(samples)
      bytes.append(UInt8(ascii: "\n"))
      if bytes.isLong {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink(bytes)
  }
}

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

  /// Hands the report to `sink` piece by piece; a piece is at most one frame, or the end of a line.
  package func write<Failure>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    try tree.forEachStack { (path, samples) throws(Failure) in
      for (depth, label) in path.enumerated() {
        if depth > 0 { try sink(";") }
        try sink(labels[label])
      }
      try sink(" \(samples)\n")
    }
  }
}

import ProfileModel

/// Names the functions of one profile in the form that `seriema time -t` takes: `path-suffix.py:qualname`.
struct TargetNames: Sendable {
  /// For each file of the profile, its components from the last to the first.
  private let files: Set<[Substring]>
  /// For each end of a file, in whole components, how many of the files have it.
  private let endCounts: [String: Int]

  init(files: some Sequence<String>) {
    self.files = Set(files.lazy.map(TargetNames.components))
    var counts: [String: Int] = [:]
    for file in self.files {
      var end = ""
      for component in file {
        end = end.isEmpty ? String(component) : component + "/" + end
        counts[end, default: 0] += 1
      }
    }
    endCounts = counts
  }

  /// A target for `function`; nil where none can be given: modules, lambdas and comprehensions, frozen and built-in
  /// code, and names that could not be pasted as they are.
  func target(for function: FunctionIdentity) -> String? {
    let isNameless = function.qualifiedName.isEmpty || function.qualifiedName.hasSuffix(">")
    let isFileless = function.file.isEmpty || function.file.hasPrefix("<")
    let target = shortestSuffix(of: function.file) + ":" + function.qualifiedName
    guard !isNameless, !isFileless, !UntrustedText(target).needsEscaping else { return nil }
    return target
  }

  /// The shortest end of `file`, in whole components, that is the end of no other file of the profile.
  ///
  /// An `__init__.py` is at least named with its directory, which is what a reader knows it by.
  private func shortestSuffix(of file: String) -> String {
    let own = TargetNames.components(of: file)
    let itself = files.contains(own) ? 1 : 0
    var end = ""
    for (index, component) in own.enumerated() {
      end = end.isEmpty ? String(component) : component + "/" + end
      if index == 0, own.count > 1, component == "__init__.py" { continue }
      if endCounts[end, default: 0] == itself { return end }
    }
    return file
  }

  private static func components(of file: String) -> [Substring] {
    file.split(separator: "/").reversed()
  }
}

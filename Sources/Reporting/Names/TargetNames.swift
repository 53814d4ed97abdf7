import ProfileModel

/// Names the functions of one profile in the form that `seriema time -t` takes: `path-suffix.py:qualname`.
struct TargetNames: Sendable {
  /// For each file of the profile, its components from the last to the first.
  private let files: [[Substring]]

  init(files: some Sequence<String>) {
    self.files = Set(files).map(TargetNames.components)
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
    for length in own.indices.map({ $0 + 1 }) {
      if length == 1, own.count > 1, own[0] == "__init__.py" { continue }
      let isUnique = !files.contains { $0 != own && $0.starts(with: own.prefix(length)) }
      if isUnique { return own.prefix(length).reversed().joined(separator: "/") }
    }
    return file
  }

  private static func components(of file: String) -> [Substring] {
    file.split(separator: "/").reversed()
  }
}

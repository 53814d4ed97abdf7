/// What a user recognises a Python function by: where it stands in the source.
package struct FunctionIdentity: Hashable, Sendable {
  /// `co_qualname`, such as `JSONDecoder.raw_decode` or `outer.<locals>.inner`.
  package var qualifiedName: String
  /// `co_filename`, as the program compiled it: often absolute, sometimes `<frozen importlib._bootstrap>`.
  package var file: String
  /// `co_firstlineno`: the line of `def`, or of the first decorator.
  package var firstLine: Int

  /// The interpreter's garbage collection, which stands in stacks as a function would: under what began it, and above
  /// the finalizers that it calls. Its name is the one that Python's own sampler has for it.
  package static let garbageCollection = FunctionIdentity(qualifiedName: "<GC>", file: "", firstLine: 0)

  package init(qualifiedName: String, file: String, firstLine: Int) {
    self.qualifiedName = qualifiedName
    self.file = file
    self.firstLine = firstLine
  }
}

/// What a target's name stands for in the program, as far as it was found out.
package enum TargetFinding: Hashable, Sendable {
  /// Its module was not imported, or its file not run.
  case noModule
  /// The module is there and has nothing of that name.
  case notDefined
  /// A function that can be timed, with its `co_qualname`.
  case function(qualifiedName: String)
  /// Something that is called without Python code: the name of its type.
  case writtenInC(type: String)
  /// A class that has no `__init__` and no `__new__` in Python.
  case plainClass
  /// Nothing that can be called: the name of its type.
  case notCallable(type: String)
  /// The file has no function at the line.
  case noFunctionAtLine
}

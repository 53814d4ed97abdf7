/// Why a function's body cannot run by turns with another one. Texts are from the program, or from what was asked for
/// its source.
package enum PairRefusal: Hashable, Sendable {
  /// It, or what it would run by turns with, is of this kind: `a generator`.
  case suspends(kind: String)
  /// It is made anew each time that the function around it runs.
  case isLocal
  case notThere
  case ambiguous
  case notCompiled(error: String)
  /// Both lists of arguments, the base's first.
  case arguments(both: String)
  case defaults
  /// Both lists of variables of functions around it.
  case closure(both: String)
  case decorators
  /// Global names that mean nothing, or something else, where the function is.
  case globals(names: String)
  /// The function's own file does not have it as it runs.
  case ownSource(error: String)
  /// There is no source to take the other body from.
  case noSource(reason: String)
  case notAFunction
  case failed(error: String)
  case noRoom
  /// Results were torn by the end of the process.
  case torn
}

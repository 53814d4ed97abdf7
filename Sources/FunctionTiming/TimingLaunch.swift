/// What the launched program must be given so that it times itself.
///
/// Nothing of it reaches the program: the agent's bootstrap undoes it before the first line of the script.
package struct TimingLaunch: Hashable, Sendable {
  /// Variables to set in the program's environment, in the places of those that are there already.
  package var environmentChanges: [String: String]
  /// Descriptors to pass on under the same numbers. They are closed on exec otherwise.
  package var inheritedDescriptors: [Int32]
  /// Words after the interpreter, in the place of a program's.
  package var arguments: [String] = []
}

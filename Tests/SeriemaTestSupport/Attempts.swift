/// Whether a measurement succeeds at least once.
///
/// For what other programs on the machine can only make worse: rates that are reached, time that is added.
package func succeeds(within attempts: Int = 3, _ attempt: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<attempts {
    if try attempt() { return true }
  }
  return false
}

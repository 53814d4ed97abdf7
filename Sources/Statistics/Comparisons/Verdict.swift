/// What can be said of a change, in the order from the best known to the least.
package enum Verdict: Hashable, Sendable {
  /// The whole interval lies beyond the noise band.
  case faster
  case slower
  /// The whole interval lies inside of the noise band.
  case same
  /// Neither: this many more pairs would narrow the interval to `goal`, half its width as a share.
  case cannotTell(more: Int, goal: Double)
  /// There is no interval.
  case none
}

/// What a recording consists of, in the order in which it became known.
///
/// Functions, frames, threads and nodes are numbered in the order of their events, from 0, and an event refers to
/// earlier ones only: a recording that breaks off is whole up to there. What is rare and large is kept elsewhere, so that
/// the others are small.
package enum ProfileEvent: Hashable, Sendable {
  case function(FunctionIdentity)
  case frame(Frame)
  case thread(SampledThread)
  /// A thread has another name than was known.
  case threadName(thread: Int, name: String)
  /// `own` is zero.
  case node(Profile.Node)
  case sample(TimedSample)
  /// A process, with what is known of it now; the last word counts.
  indirect case process(SampledProcess)
  /// The interpreter's version, and what the weights are times of.
  case runtime(pythonVersion: String, sampledTime: SampledTime)
  /// The account so far; the last word counts.
  indirect case ledger(Ledger)
}

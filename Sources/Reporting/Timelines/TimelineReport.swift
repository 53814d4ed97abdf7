package import ProfileModel

/// A report that shows samples in their order of time, written while they are told.
///
/// Its memory does not grow with their number: where its format wants all of one thing before the first of another, it
/// has the samples told more than once, and keeps back at most so many of them.
package protocol TimelineReport {
  /// How often the samples are to be told, from the first to the last.
  var passCount: Int { get }

  /// Writes what was kept back in the pass before, and what stands before the samples of this one.
  ///
  /// - Parameter drain: Called wherever `bytes` has become long; takes what is in it, and empties it.
  mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure)

  /// Writes what is to be said of a sample in this pass.
  mutating func add(_ sample: TimedSample, into bytes: inout [UInt8])

  /// Writes what was kept back, and what stands after the last sample of the last pass.
  ///
  /// - Parameter drain: As in `begin`.
  mutating func end<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure)
}

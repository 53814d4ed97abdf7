internal import Glibc
import ProfileModel

/// By how much functions as a whole take longer in one profile than in another: the machine's doing, where nothing else
/// is known.
struct Pace: Hashable, Sendable {
  /// The median over functions of now by before.
  let ratio: Double
  /// Its standard error, as a part of it.
  ///
  /// Source: that of a median of values of different spread, √n/2 by the sum of their densities at the median.
  let relativeError: Double

  /// A function with fewer samples says little.
  private static let leastSamples = 50
  /// With fewer functions than that the pace is that of all time.
  private static let leastFunctions = 3

  init(
    _ changes: [FunctionChange], oldTime: Nanoseconds, newTime: Nanoseconds, _ oldError: SamplingError,
    _ newError: SamplingError
  ) {
    var logarithms: [Double] = []
    var densities = 0.0
    for change in changes {
      guard let old = change.base?.own, let new = change.new?.own, old.samples >= Self.leastSamples,
        new.samples >= Self.leastSamples, old.time > .zero, new.time > .zero
      else { continue }
      logarithms.append(log(new.time.seconds / old.time.seconds))
      let error = hypot(
        oldError.seconds(of: old.time) / old.time.seconds, newError.seconds(of: new.time) / new.time.seconds)
      if error > 0 { densities += 1 / (error * (2 * Double.pi).squareRoot()) }
    }
    guard logarithms.count >= Self.leastFunctions, densities > 0 else {
      ratio = oldTime > .zero && newTime > .zero ? newTime.seconds / oldTime.seconds : 1
      relativeError = 0
      return
    }
    logarithms.sort()
    let middle = logarithms.count / 2
    ratio = exp(
      logarithms.count.isMultiple(of: 2) ? (logarithms[middle - 1] + logarithms[middle]) / 2 : logarithms[middle])
    relativeError = Double(logarithms.count).squareRoot() / 2 / densities
  }
}

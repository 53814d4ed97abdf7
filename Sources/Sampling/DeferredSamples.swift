internal import ProfileModel

/// Samples in a row whose stacks were not read, and what they stand for.
struct DeferredSamples {
  private(set) var count = 0
  private var weight = Weight.zero

  var time: Nanoseconds { weight.time }

  mutating func add(_ sample: Weight) {
    weight += sample
    count += 1
  }

  /// Takes them all out, in an earlier and a later half.
  mutating func takeHalves() -> (earlier: Weight, later: Weight) {
    let all = takeAll()
    let earlier = Weight(samples: all.samples / 2, time: Nanoseconds(all.time.rawValue / 2))
    return (earlier, Weight(samples: all.samples - earlier.samples, time: all.time - earlier.time))
  }

  mutating func takeAll() -> Weight {
    defer { self = DeferredSamples() }
    return weight
  }
}

/// How much of a program's time something took: in samples, and in time.
package struct Weight: Hashable, Sendable {
  /// Intervals of the schedule that these samples stand for: one for each stack, and more where ticks were missed, or a
  /// stack could not be read. So shares of samples follow the time too.
  package var samples: Int
  /// Time between these samples and the ones before them.
  package var time: Nanoseconds
  /// The part of `time` in which the thread did not run: it slept, waited for I/O, a lock, or a processor.
  package var idle: Nanoseconds

  package init(samples: Int = 0, time: Nanoseconds = .zero, idle: Nanoseconds = .zero) {
    self.samples = samples
    self.time = time
    self.idle = idle
  }

  package static let zero = Weight()

  package static func + (left: Weight, right: Weight) -> Weight {
    Weight(samples: left.samples + right.samples, time: left.time + right.time, idle: left.idle + right.idle)
  }

  package static func += (left: inout Weight, right: Weight) {
    left = left + right
  }

  package static func -= (left: inout Weight, right: Weight) {
    left = Weight(samples: left.samples - right.samples, time: left.time - right.time, idle: left.idle - right.idle)
  }
}

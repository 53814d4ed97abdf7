extension FunctionTiming {
  /// The same without what each call reads too long.
  /// - Parameter bias: Nanoseconds.
  package func corrected(by bias: Double) -> FunctionTiming {
    var timing = self
    timing.durations = durations.shortened(by: bias)
    timing.selfTime = selfTime.shortened(by: bias, times: durations.count)
    timing.slowest = slowest.map {
      SlowCall(duration: max(.zero, $0.duration.shortened(by: bias)), start: $0.start, thread: $0.thread)
    }
    timing.threads = threads.map { thread in
      var thread = thread
      thread.selfTime = thread.selfTime.shortened(by: bias, times: thread.durations.count)
      thread.durations = thread.durations.shortened(by: bias)
      return thread
    }
    return timing
  }
}

extension FunctionTiming {
  /// The same as told by a clock that advances in such steps.
  /// - Parameter clockStep: Nanoseconds.
  package func read(inStepsOf clockStep: Double) -> FunctionTiming {
    var timing = self
    timing.durations.clockStep = clockStep
    for index in timing.threads.indices { timing.threads[index].durations.clockStep = clockStep }
    return timing
  }
}

extension DurationDistribution {
  /// The same with every duration shortened by `bias` nanoseconds; none becomes negative, nor does the total.
  package func shortened(by bias: Double) -> DurationDistribution {
    guard count > 0, bias != 0 else { return self }
    let calls = Double(count)
    // Σ(x − b)² = Σx² − 2bΣx + nb²
    let squares = sumOfSquares - 2 * bias * Double(total.rawValue) + calls * bias * bias
    var shortened = DurationDistribution(
      count: count, total: max(.zero, total.shortened(by: bias, times: count)), sumOfSquares: max(0, squares),
      minimum: max(.zero, minimum.shortened(by: bias)), maximum: max(.zero, maximum.shortened(by: bias)),
      buckets: buckets.map { bucket in
        Bucket(lower: max(0, bucket.lower - bias), upper: max(0, bucket.upper - bias), count: bucket.count)
      })
    shortened.clockStep = clockStep
    return shortened
  }
}

extension Nanoseconds {
  /// Without so many times `length`, in nanoseconds.
  fileprivate func shortened(by length: Double, times: Int = 1) -> Nanoseconds {
    self - Nanoseconds(Int64((length * Double(times)).rounded()))
  }
}

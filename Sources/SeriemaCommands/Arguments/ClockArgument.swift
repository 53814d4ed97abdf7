internal import ArgumentParser
internal import FunctionTiming

/// The clock of `--clock`, an option for measuring the timer itself.
enum ClockArgument: String, ExpressibleByArgument {
  case tsc
  case monotonic

  var clock: TimingClock {
    switch self {
    case .tsc: .timeStampCounter
    case .monotonic: .monotonic
    }
  }
}

internal import Foundation

/// Random numbers that a printed seed brings back: SplitMix64.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// The seeds of one run of a property: new ones every time, or the one in `SERIEMA_SEED`.
package enum Seeds {
  package static func fresh(_ count: Int) -> [UInt64] {
    if let chosen = ProcessInfo.processInfo.environment["SERIEMA_SEED"].flatMap({ UInt64($0) }) { return [chosen] }
    return (0..<count).map { _ in UInt64.random(in: 0...UInt64(UInt32.max)) }
  }
}

import ProfileModel
import Testing

struct EffectiveSamplesTests {
  @Test func countsEqualSamplesAsTheyAre() {
    var samples = EffectiveSamples()
    #expect(samples.count == 0)
    for _ in 0..<250 { samples.add(Nanoseconds(1_000_000)) }
    #expect(abs(samples.count - 250) < 1e-6)
  }

  /// One that stands for half of the time leaves little to the other thousand.
  @Test func countsFewerWhereOneStandsForMuch() {
    var samples = EffectiveSamples()
    for _ in 0..<1000 { samples.add(Nanoseconds(1_000_000)) }
    samples.add(Nanoseconds(1_000_000_000))
    // (2 s)² / (1,000 × 1 ms² + 1 s²)
    #expect(abs(samples.count - 4 / 1.001) < 1e-6)
  }

  @Test func addsUp() {
    var first = EffectiveSamples()
    var second = EffectiveSamples()
    var both = EffectiveSamples()
    for number in 1...100 {
      let time = Nanoseconds(Int64(number) * 1000)
      if number.isMultiple(of: 3) { first.add(time) } else { second.add(time) }
      both.add(time)
    }
    first += second
    #expect(abs(first.count - both.count) < 1e-6)
  }
}

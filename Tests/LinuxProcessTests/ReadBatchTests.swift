import LinuxProcess
import Testing

@Suite struct ReadBatchTests {
  /// Bytes that a batch can read, at an address that does not move.
  private static func withNumbers(_ body: (RemoteAddress) throws -> Void) rethrows {
    let numbers = (0..<4096).map { UInt8(truncatingIfNeeded: $0 / 8) }
    try numbers.withUnsafeBytes { bytes in
      try body(RemoteAddress(UInt64(UInt(bitPattern: bytes.baseAddress))))
    }
  }

  /// What lies near becomes one range with what is before it, and stands where it is said to stand.
  @Test func readsNearRangesAsOne() throws {
    try Self.withNumbers { start in
      var batch = ReadBatch(capacity: 8192)
      let places = [0, 16, 200].map { batch.addNear(start + $0, count: 8) }
      #expect(batch.rangeCount == 1 && batch.byteCount == 208)
      // Too far away, before, within, and not meant to be.
      let others = [1500, 1400, 1404].map { batch.addNear(start + $0, count: 8) } + [batch.add(start + 1416, count: 8)]
      #expect(batch.rangeCount == 5 && batch.byteCount == 240)
      #expect(try batch.perform(on: .own) == 240)
      let told = try (places + others).map { place in
        try batch.withBytes { try $0.read(Field<UInt8>(#require(place))) }
      }
      #expect(told == [0, 2, 25, 187, 175, 175, 177])
      // What has been read is not made longer.
      _ = batch.addNear(start + 1424, count: 8)
      #expect(batch.rangeCount == 6)
      #expect(try batch.performAdded(on: .own) == 248)
    }
  }

  @Test func takesNoMoreThanThereIsRoomFor() {
    Self.withNumbers { start in
      var batch = ReadBatch(capacity: 64)
      #expect(batch.addNear(start, count: 8) == 0)
      #expect(batch.addNear(start + 100, count: 8) == nil)
      #expect(batch.addNear(start + 16, count: 48) == 16)
      #expect(batch.addNear(start + 64, count: 8) == nil)
      #expect(batch.rangeCount == 1 && batch.byteCount == 64)
    }
  }
}

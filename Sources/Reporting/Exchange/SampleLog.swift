import ProfileModel

/// Samples of one thread in few bytes, about five each, to be told again in their order.
struct SampleLog: Sendable {
  /// Whole samples each; many of one size, as one that grows would be copied, and stand twice in memory meanwhile.
  private var chunks: [[UInt8]] = []
  private var bytes: [UInt8] = []
  private var last = Nanoseconds.zero
  private var lastNode = -1

  private static let chunkSize = 1 << 16
  /// No sample takes more: flags, and five numbers of at most ten bytes.
  private static let largestSample = 51

  /// What of a sample is as expected, and so not written.
  private struct Flags {
    static let sameNode: UInt8 = 1
    /// The step from the sample before is one of whole microseconds, and written in these.
    static let coarse: UInt8 = 2
    static let isOne: UInt8 = 4
    /// It stands for all the time since the one before.
    static let followsLast: UInt8 = 8
    static let isIdle: UInt8 = 16
    static let hasOtherIdleTime: UInt8 = 32
  }

  mutating func append(_ sample: TimedSample) {
    if bytes.count + Self.largestSample > Self.chunkSize {
      chunks.append(bytes)
      bytes = []
    }
    if bytes.isEmpty { bytes.reserveCapacity(Self.chunkSize) }
    let step = sample.instant - last
    let weight = sample.weight
    var flags: UInt8 = 0
    if sample.node == lastNode { flags |= Flags.sameNode }
    if step.rawValue % 1000 == 0 { flags |= Flags.coarse }
    if weight.samples == 1 { flags |= Flags.isOne }
    if weight.time == step { flags |= Flags.followsLast }
    if weight.idle != .zero { flags |= weight.idle == weight.time ? Flags.isIdle : Flags.hasOtherIdleTime }
    bytes.append(flags)
    if flags & Flags.sameNode == 0 { write(UInt64(sample.node)) }
    write(signed: flags & Flags.coarse != 0 ? step.rawValue / 1000 : step.rawValue)
    if flags & Flags.isOne == 0 { write(signed: Int64(weight.samples)) }
    if flags & Flags.followsLast == 0 { write(signed: (weight.time - step).rawValue) }
    if flags & Flags.hasOtherIdleTime != 0 { write(signed: weight.idle.rawValue) }
    last = sample.instant
    lastNode = sample.node
  }

  /// Tells each sample, in the order in which they came.
  func tell<Failure>(_ body: (TimedSample) throws(Failure) -> Void) throws(Failure) {
    var instant = Nanoseconds.zero
    var node = -1
    for index in 0...chunks.count {
      let bytes = index < chunks.count ? chunks[index] : bytes
      var position = 0
      while position < bytes.count {
        let flags = bytes[position]
        position += 1
        if flags & Flags.sameNode == 0 { node = Int(Self.read(bytes, at: &position)) }
        let told = Self.readSigned(bytes, at: &position)
        let step = Nanoseconds(flags & Flags.coarse != 0 ? told * 1000 : told)
        instant = instant + step
        let samples = flags & Flags.isOne != 0 ? 1 : Int(Self.readSigned(bytes, at: &position))
        var time = step
        if flags & Flags.followsLast == 0 { time = time + Nanoseconds(Self.readSigned(bytes, at: &position)) }
        var idle = flags & Flags.isIdle != 0 ? time : .zero
        if flags & Flags.hasOtherIdleTime != 0 { idle = Nanoseconds(Self.readSigned(bytes, at: &position)) }
        try body(
          TimedSample(instant: instant, node: node, weight: Weight(samples: samples, time: time, idle: idle)))
      }
    }
  }

  /// Seven bits a byte, lowest first.
  private mutating func write(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The sign goes into the lowest bit.
  private mutating func write(signed value: Int64) {
    write(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  private static func read(_ bytes: [UInt8], at position: inout Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private static func readSigned(_ bytes: [UInt8], at position: inout Int) -> Int64 {
    let value = read(bytes, at: &position)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

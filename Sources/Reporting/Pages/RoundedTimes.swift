import ProfileModel

/// Times as the page has them: in whole microseconds.
struct RoundedTimes: Sendable {
  private var time = WholeMicroseconds()
  private var idle = WholeMicroseconds()

  mutating func append(_ weight: Weight, to pack: inout PackedBytes) {
    let own = time.rounded(weight.time)
    let ownIdle = idle.rounded(weight.idle, atMost: own)
    pack.append(own * 2 + (ownIdle > 0 ? 1 : 0))
    if ownIdle > 0 { pack.append(ownIdle) }
  }
}

/// Rounds one length after the other so that the sum of any stretch of them is right to a microsecond.
private struct WholeMicroseconds {
  private var sum = Nanoseconds.zero
  private var written = 0

  mutating func rounded(_ length: Nanoseconds, atMost limit: Int = .max) -> Int {
    sum += max(.zero, length)
    let whole = min(limit, max(0, Int((sum.rawValue + 500) / 1000) - written))
    written += whole
    return whole
  }
}

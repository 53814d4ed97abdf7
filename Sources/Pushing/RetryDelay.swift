/// How long to wait before the next attempt: twice as long each time, with some chance in it, so that the many clients of a
/// server that comes back do not all ask at once.
struct RetryDelay: Sendable {
  private var attempts = 0

  static let firstMilliseconds = 250.0
  static let longestMilliseconds = 30_000.0

  /// - Parameter asked: Seconds that the server itself named; 0 for none.
  /// - Returns: Milliseconds.
  mutating func next(askedForSeconds asked: Int, chance: Double = .random(in: 0.8...1.2)) -> UInt64 {
    let delay = min(Self.longestMilliseconds, Self.firstMilliseconds * Double(1 << min(attempts, 20)))
    attempts += 1
    return UInt64(min(Self.longestMilliseconds, max(delay * chance, Double(asked) * 1000)))
  }

  /// It went well.
  mutating func reset() {
    attempts = 0
  }
}

internal import ProfileModel

/// Profiles that wait for a server, the oldest first.
///
/// They take a bounded part of memory: when there is no more room, the oldest goes.
struct PushQueue: Sendable {
  /// A profile on its way.
  struct Parcel: Sendable {
    var request: IngestRequest
    /// A `profile.proto`, compressed by gzip.
    var body: [UInt8]
    /// The stretch that it is of.
    var time: Nanoseconds
  }

  private var parcels: [Parcel] = []
  private var size = 0
  private let limit: Int

  /// - Parameter limit: In bytes of the bodies; the newest is kept even if it is larger.
  init(limit: Int = 16 << 20) {
    self.limit = limit
  }

  var isEmpty: Bool { parcels.isEmpty }
  var first: Parcel? { parcels.first }

  /// - Returns: Those that there is no room for any more.
  mutating func append(_ parcel: Parcel) -> [Parcel] {
    parcels.append(parcel)
    size += parcel.body.count
    var dropped: [Parcel] = []
    while size > limit, parcels.count > 1, let oldest = removeFirst() { dropped.append(oldest) }
    return dropped
  }

  mutating func removeFirst() -> Parcel? {
    guard !parcels.isEmpty else { return nil }
    let parcel = parcels.removeFirst()
    size -= parcel.body.count
    return parcel
  }
}

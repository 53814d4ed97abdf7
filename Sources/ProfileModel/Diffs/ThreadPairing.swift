/// Finds each thread of one profile in another: the main thread, or one of the same name, of the process that came as
/// early. Several of one name are paired in the order in which they were seen.
enum ThreadPairing {
  private struct Key: Hashable {
    /// The place of its process among those with samples.
    var process: Int
    /// nil for the thread that the process began with.
    var name: String?
  }

  /// What each thread of `base` is in `new`; those that are in `base` only have a host of their own, so that they are
  /// none of `new`.
  static func threads(of base: Profile, in new: Profile) -> [SampledThread] {
    var partners: [Key: [SampledThread]] = [:]
    for (key, thread) in zip(keys(of: new.threads), new.threads).reversed() {
      partners[key, default: []].append(thread)
    }
    return zip(keys(of: base.threads), base.threads).map { key, thread in
      if let partner = partners[key]?.popLast() { return partner }
      var alone = thread
      alone.host = "before " + thread.host
      return alone
    }
  }

  private static func keys(of threads: [SampledThread]) -> [Key] {
    var places: [String: Int] = [:]
    return threads.map { thread in
      let process = "\(thread.process) \(thread.host)"
      let place = places[process] ?? places.count
      places[process] = place
      return Key(process: place, name: thread.isMain ? nil : thread.name)
    }
  }
}

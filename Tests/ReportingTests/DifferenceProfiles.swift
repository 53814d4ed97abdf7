import ProfileModel

/// Pairs of profiles that a differential page has to cope with: what sampling would find in programs of known shares.
enum DifferenceProfiles {
  /// A chain of functions, outermost first, and its share of the time.
  typealias Share = (stack: [String], share: Double)

  static let shares: [Share] = [
    (["<module>", "main", "parse"], 0.33), (["<module>", "main", "handle", "load"], 0.2),
    (["<module>", "main", "handle", "parse"], 0.05), (["<module>", "main", "render"], 0.14),
    (["<module>", "main", "render", "escape"], 0.1), (["<module>", "main", "log"], 0.06),
    (["<module>", "main", "handle"], 0.03), (["<module>", "main", "once"], 0.03), (["work"], 0.06),
  ]

  /// `load` takes longer, `once` is gone, and `validate` is new.
  static var changed: [Share] {
    var changed = shares.filter { $0.stack.last != "once" }
    changed[1].share *= 1.6
    changed.append((["<module>", "main", "handle", "validate"], 0.07))
    return changed
  }

  /// - Parameters:
  ///   - count: Samples for a share of one.
  ///   - name: What a function is called.
  static func sampled(
    _ shares: [Share], _ count: Int, seed: UInt64, folder: String = Samples.directory, moved: Int = 0,
    as name: (String) -> String = { $0 }
  ) -> Profile {
    var random = SeededGenerator(seed: seed)
    let total = shares.reduce(0) { $0 + $1.share }
    var counts = shares.map { _ in 0 }
    for _ in 0..<Int(Double(count) * total) {
      var place = Double.random(in: 0..<total, using: &random)
      var index = 0
      while index < shares.count - 1, place >= shares[index].share {
        place -= shares[index].share
        index += 1
      }
      counts[index] += 1
    }
    var draft = ProfileDraft()
    draft.addThread("MainThread", process: 4711 + Int32(moved), thread: 4711 + Int32(moved))
    draft.addThread("worker", process: 4711 + Int32(moved), thread: 4712 + Int32(moved))
    for (index, (stack, _)) in shares.enumerated() where counts[index] > 0 {
      let frames = stack.map { plain in
        let line = 10 * plain.count + moved
        return (
          Samples.function(name(plain), "\(folder)/\(plain.prefix(1) < "m" ? "first" : "second").py", line), line + 2
        )
      }
      draft.add(frames, samples: counts[index], thread: stack == ["work"] ? 1 : 0)
    }
    return draft.finished()
  }

  static var pair: (base: Profile, new: Profile) {
    (sampled(shares, 6000, seed: 1, folder: "/home/ada/checkout-2", moved: 7), sampled(changed, 6000, seed: 2))
  }

  static var unchanged: (base: Profile, new: Profile) {
    (sampled(shares, 3000, seed: 3), sampled(shares, 3600, seed: 4))
  }

  /// Hostile names in both, some new and some gone.
  static var hostile: (base: Profile, new: Profile) {
    let names = PageProfiles.hostileNames
    func profile(_ names: ArraySlice<String>, times: Int) -> Profile {
      var draft = ProfileDraft()
      draft.addThread("</script><b>thread</b>")
      let stack = names.map { (Samples.function($0, "/<b>/\($0.prefix(60)).py", 3), line: 4) }
      for index in stack.indices {
        draft.add(Array(stack[...index]), samples: 100 + index * times)
        draft.add([stack[index]], samples: 80)
      }
      return draft.finished { $0.pythonVersion = times == 1 ? "3.13.1" : "<i>3.14</i>" }
    }
    return (profile(names.dropLast(3), times: 1), profile(names.dropFirst(3), times: 20))
  }
}

import ProfileModel
import Testing

@Suite struct JoinedProfileTests {
  private static func function(_ name: String, in folder: String, line: Int) -> FunctionIdentity {
    FunctionIdentity(qualifiedName: name, file: "\(folder)/app.py", firstLine: line)
  }

  /// A profile of stacks, outermost function first, by names; each is at the line after its first, in a thread of its own
  /// name.
  private static func profile(
    _ stacks: [(thread: String, stack: [String], milliseconds: Int64)], in folder: String = "/srv", lines: Int = 0,
    threads: Int32 = 100
  ) -> Profile {
    let names = Array(Set(stacks.flatMap(\.stack))).sorted()
    let threadNames = Array(Set(stacks.map(\.thread))).sorted()
    var tree = CallTree()
    for (thread, stack, milliseconds) in stacks {
      var node = CallTree.root
      for name in stack {
        let (frame, place) = (names.firstIndex(of: name) ?? 0, threadNames.firstIndex(of: thread) ?? 0)
        node = tree.node(Int32(frame), in: node, of: Int32(place))
      }
      tree.add(Weight(samples: Int(milliseconds), time: Nanoseconds(milliseconds * 1_000_000)), to: node)
    }
    return Profile(
      functions: names.map { function($0, in: folder, line: 10 * $0.count + lines) },
      frames: names.indices.map { Frame(function: $0, line: 10 * names[$0].count + lines + 1) },
      threads: threadNames.enumerated().map {
        SampledThread(process: threads, thread: threads + Int32($0.offset) + 1, name: $0.element)
      },
      nodes: tree.nodes, ledger: Ledger(), pythonVersion: "3.13.1")
  }

  private static func joined(_ base: Profile, _ new: Profile) -> JoinedProfile {
    JoinedProfile(base, new, FunctionPairing.changes(from: base, to: new))
  }

  private static let stacks = [
    (thread: "main", stack: ["run"], milliseconds: Int64(5)), ("main", ["run", "load"], 40),
    ("main", ["run", "parse", "load"], 20), ("worker", ["work", "load"], 30),
  ]

  /// Lines that moved, another folder and other threads make no difference.
  @Test func findsTheSameAgain() {
    let new = Self.profile(Self.stacks)
    let base = Self.profile(Self.stacks, in: "/home/me/checkout", lines: 7, threads: 900)
    let joined = Self.joined(base, new)
    #expect(joined.profile.nodes == new.nodes)
    #expect(joined.profile.functions == new.functions)
    #expect(joined.profile.frames == new.frames)
    #expect(joined.profile.threads == new.threads)
    #expect(joined.base == new.nodes.map(\.own))
  }

  @Test func keepsWhatOneOfThemHas() throws {
    let base = Self.profile(Self.stacks + [("main", ["run", "gone", "load"], 8)], in: "/old")
    let new = Self.profile(Self.stacks + [("main", ["run", "fresh"], 6)])
    let joined = Self.joined(base, new)
    func weights(of stack: [String]) -> (before: Nanoseconds, now: Nanoseconds)? {
      for index in joined.profile.nodes.indices {
        let path = joined.profile.path(to: index).compactMap { index -> String? in
          guard case .frame(let frame) = joined.profile.nodes[index].kind else { return nil }
          return joined.profile.functions[joined.profile.frames[frame].function].qualifiedName
        }
        if path == stack { return (joined.base[index].time, joined.profile.nodes[index].own.time) }
      }
      return nil
    }
    let gone = try #require(weights(of: ["run", "gone", "load"]))
    #expect(gone == (Nanoseconds(8_000_000), .zero))
    let fresh = try #require(weights(of: ["run", "fresh"]))
    #expect(fresh == (.zero, Nanoseconds(6_000_000)))
    let both = try #require(weights(of: ["run", "parse", "load"]))
    #expect(both == (Nanoseconds(20_000_000), Nanoseconds(20_000_000)))
    #expect(joined.profile.total == new.total)
    #expect(joined.base.reduce(.zero, +) == base.total)
    #expect(joined.profile.functions.filter { $0.file == "/old/app.py" }.map(\.qualifiedName) == ["gone"])
  }

  /// A thread of another name is another thread, though it has the same id.
  @Test func keepsThreadsApart() {
    let base = Self.profile([("cleaner", ["work"], 4), ("main", ["run"], 1)])
    let new = Self.profile([("loader", ["work"], 3), ("main", ["run"], 2)])
    let joined = Self.joined(base, new)
    #expect(joined.profile.threads.map(\.name) == ["loader", "main", "cleaner"])
    #expect(joined.profile.nodes.count == 3)
  }

  /// Several of one name are paired in their order.
  @Test func pairsThreadsOfOneName() {
    func profile(_ ids: [Int32]) -> Profile {
      Profile(
        functions: [Self.function("work", in: "/srv", line: 1)], frames: [Frame(function: 0, line: 2)],
        threads: ids.map { SampledThread(process: ids[0], thread: $0, name: "worker") },
        nodes: ids.indices.map {
          Profile.Node(
            parent: nil, thread: $0, kind: .frame(0), own: Weight(samples: 1, time: Nanoseconds(Int64($0 + 1))))
        }, ledger: Ledger(), pythonVersion: "3.13.1")
    }
    let joined = Self.joined(profile([9, 11, 12]), profile([5, 6, 7, 8]))
    #expect(joined.profile.threads.map(\.thread) == [5, 6, 7, 8])
    #expect(joined.base.map(\.time) == [Nanoseconds(1), Nanoseconds(2), Nanoseconds(3), .zero])
  }
}

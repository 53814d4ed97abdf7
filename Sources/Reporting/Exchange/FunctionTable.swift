import ProfileModel

/// The functions of a profile, each once, and after them what stands in a stack where no function does.
struct FunctionTable: Sendable {
  /// What a frame of a report is called, and where it is.
  struct Entry: Hashable, Sendable {
    /// As the program has it, or one of ours.
    var name: String
    /// Empty where there is none.
    var file: String
    /// 0 where there is none.
    var line: Int
    var category: FrameCategory
  }

  /// All functions, then `cut`, `noFrames` and `idle`.
  private(set) var entries: [Entry] = []
  /// For each function of the profile, its place among `entries`.
  private(set) var places: [Int] = []
  private let frames: [Frame]

  init(_ profile: Profile) {
    frames = profile.frames
    var known: [FunctionIdentity: Int] = [:]
    known.reserveCapacity(profile.functions.count)
    for function in profile.functions {
      let place = known[function] ?? entries.count
      places.append(place)
      guard place == entries.count else { continue }
      known[function] = place
      entries.append(
        Entry(
          name: function.qualifiedName, file: function.file, line: function.firstLine,
          category: FrameCategory(of: function.qualifiedName, in: function.file)))
    }
    entries.append(Entry(name: "<cut>", file: "", line: 0, category: .cut))
    entries.append(Entry(name: "(no Python frames)", file: "", line: 0, category: .noFrames))
    entries.append(Entry(name: "(idle)", file: "", line: 0, category: .idle))
  }

  var cut: Int { entries.count - 3 }
  var noFrames: Int { entries.count - 2 }
  /// What some formats show inside of a function in which a thread did not run.
  var idle: Int { entries.count - 1 }

  /// The entry of a node itself, without its callers.
  func place(of kind: Profile.Node.Kind) -> Int {
    switch kind {
    case .frame(let frame): places[frames[frame].function]
    case .cut: cut
    case .noFrames: noFrames
    }
  }
}

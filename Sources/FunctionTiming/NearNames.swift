/// Functions that ran, to find those that a user may have meant.
struct NearNames {
  /// As `module:qualname`.
  private let names: [(module: String, qualifiedName: String)]

  /// - Parameter seen: Entries as `timing_layout.h` packs them; one that is cut or was never finished ends the list.
  init(packed seen: [UInt8]) {
    var known: Set<[String]> = []
    var names: [(module: String, qualifiedName: String)] = []
    var rest = seen[...]
    while rest.count >= 4 {
      let start = rest.startIndex
      let moduleLength = Int(rest[start]) | Int(rest[start + 1]) << 8
      let nameLength = Int(rest[start + 2]) | Int(rest[start + 3]) << 8
      guard nameLength > 0, rest.count >= 4 + moduleLength + nameLength else { break }
      rest = rest.dropFirst(4)
      let module = String(decoding: rest.prefix(moduleLength), as: UTF8.self)
      let name = String(decoding: rest.dropFirst(moduleLength).prefix(nameLength), as: UTF8.self)
      rest = rest.dropFirst(moduleLength + nameLength)
      if known.insert([module, name]).inserted { names.append((module, name)) }
    }
    self.names = names
  }

  /// The names nearest to a target's, nearest first, each in the form of a target.
  ///
  /// The same last part in another place is near, and so is a part that differs in case or by a slip or two.
  /// - Parameter mainModules: What a user may call the module by that runs as `__main__`: the target's own word for it
  ///   is kept.
  func nearest(to target: TimingTarget, mainModules: Set<String>, limit: Int = 5) -> [String] {
    // A line has no name, and a pattern's is none.
    guard target.line == nil, !target.isPattern else { return [] }
    let wanted = Self.lastPart(target.qualifiedName)
    let place = Self.module(of: target.place)
    let slips = max(1, wanted.count / 3)
    let candidates = names.compactMap { name -> (distance: Int, text: String)? in
      let slip = Self.distance(wanted.lowercased(), Self.lastPart(name.qualifiedName).lowercased(), limit: slips)
      guard let slip else { return nil }
      let module = name.module == "__main__" && mainModules.contains(place) ? place : name.module
      let elsewhere = module == place || module.hasSuffix("." + place) ? 0 : 2
      let otherwise = Self.distance(target.qualifiedName, name.qualifiedName, limit: 8) ?? 8
      return (slip * 8 + elsewhere * 4 + otherwise, "\(module):\(name.qualifiedName)")
    }
    return candidates.sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }.prefix(limit).map(\.text)
  }

  /// The module's name, as far as a path tells it.
  private static func module(of place: TimingTarget.Place) -> String {
    switch place {
    case .module(let name): return name
    case .file(let path):
      let file = path.split(separator: "/").last.map(String.init) ?? path
      return file.hasSuffix(".py") ? String(file.dropLast(3)) : file
    }
  }

  private static func lastPart(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }

  /// Characters to insert, remove or replace, or neighbours to exchange; nil when more than `limit`.
  ///
  /// Source: the optimal string alignment distance, a restricted form of Damerau's and Levenshtein's.
  static func distance(_ left: String, _ right: String, limit: Int) -> Int? {
    let left = Array(left)
    let right = Array(right)
    guard abs(left.count - right.count) <= limit else { return nil }
    var before: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var distance = min(last[j] + (left[i] == right[j] ? 0 : 1), row[j] + 1, last[j + 1] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          distance = min(distance, before[j - 1] + 1)
        }
        row.append(distance)
      }
      if min(row.min() ?? 0, last.min() ?? 0) > limit { return nil }
      before = last
      last = row
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}

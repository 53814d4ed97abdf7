package import ProfileModel

/// The lines of a large program's source with what each costs, as a folder of HTML documents: an index, and a page for
/// each file.
///
/// The documents are those of `HeatmapPage`, which share a script and a style that lie beside the index. That has the
/// whole profile and of the source only the lines that were seen; a file's page has what `FileProfiles` makes of it, and
/// its text. Nothing is loaded from elsewhere.
package struct HeatmapFolder: Sendable {
  /// Where a reader begins.
  package static let index = "index.html"
  /// The folder of the files' pages, in the folder.
  package static let filesFolder = "files"

  private let profile: Profile
  private let origin: RecordingOrigin
  private let sources: [String: CheckedSource]
  private let names: FileNames
  /// All files with code, in the order of the index, and what their pages are called.
  private let files: [String]
  private let pages: [String: String]
  private let most: [Double]

  /// - Parameters:
  ///   - currentDirectory: Absolute; files below it are shown relative to it.
  ///   - sources: What there is of the profile's files, by `co_filename`.
  package init(
    _ profile: Profile, origin: RecordingOrigin, currentDirectory: String, sources: [String: SourceFile]
  ) {
    self.profile = profile
    self.origin = origin
    self.sources = CheckedSource.all(of: profile, sources)
    most = Self.most(of: profile)
    names = FileNames(files: ProfilePack.files(of: profile), currentDirectory: currentDirectory)
    files = Self.files(of: profile, names)
    let pageNames = files.enumerated().map { Self.pageName(of: $0.element, number: $0.offset + 1) }
    pages = Dictionary(uniqueKeysWithValues: zip(files, pageNames))
  }

  /// Such as `12-reader.py.html`: a number, for files of one name, and what every file system and address takes as it is.
  private static func pageName(of file: String, number: Int) -> String {
    let name = (file.split(separator: "/").last ?? "").unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == ".")
        ? Character(scalar) : "_"
    }
    return "\(number)-\(String(name)).html"
  }

  /// Hands the folder's files to `sink` one after the other, each by its path in the folder.
  ///
  /// - Parameter compress: Makes a gzip member of bytes.
  package func write<Failure>(
    compress: ([UInt8]) throws(Failure) -> [UInt8], to sink: (_ path: String, [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try sink("heatmap.css", Array(EmbeddedHeatmap.style.utf8))
    try sink("heatmap.js", Array(EmbeddedHeatmap.script.utf8))
    let profiles = FileProfiles(profile)
    for (number, file) in files.enumerated() {
      let part = profiles.profile(of: file)
      let neighbours = [number - 1, number + 1].map { files.indices.contains($0) ? pages[files[$0]] : nil }
      let folder: JSONValue = .object([
        "file": .int(ProfilePack.files(of: part).firstIndex(of: file) ?? 0),
        "index": .string("../" + Self.index), "previous": JSONValue(neighbours[0]), "next": JSONValue(neighbours[1]),
        "most": .array(most.map(JSONValue.double)), "pages": pageNames(of: part, below: ""),
      ])
      let page = try document(part, folder, whole: file, from: "../", compress)
      try sink(Self.filesFolder + "/" + (pages[file] ?? ""), page)
    }
    let folder: JSONValue = .object(["pages": pageNames(of: profile, below: Self.filesFolder + "/")])
    try sink(Self.index, try document(profile, folder, whole: nil, from: "", compress))
  }

  /// The pages of a profile's files, in the order of `ProfilePack`.
  private func pageNames(of part: Profile, below folder: String) -> JSONValue {
    .array(ProfilePack.files(of: part).map { .string(folder + (pages[$0] ?? "")) })
  }

  /// A page, with a script and a style that lie in `parts`.
  ///
  /// - Parameter whole: The file that the page shows.
  private func document<Failure>(
    _ part: Profile, _ folder: JSONValue, whole file: String?, from parts: String,
    _ compress: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    let head: JSONValue = .object(PageHead(profile, origin: origin).members + [.init("folder", folder)])
    let pack = ProfilePack(part, head: head, names: names)
    let sampled = Dictionary(grouping: part.frames) { part.functions[$0.function].file }
    let shown = pack.files.map { one -> CheckedSource? in
      one == file ? sources[one] : sources[one]?.keeping(Set((sampled[one] ?? []).map(\.line)))
    }
    let sourcePack = SourcePack(
      part, files: pack.files, sources: shown.compactMap(\.self), remark: origin.sourceRemark)
    // Scripts and styles that are no part of a document are known by where they are.
    let beginning = EmbeddedHeatmap.beforeStyle.replacing(EmbeddedHeatmap.scriptHash, with: "'self' file:")
      .replacing(EmbeddedHeatmap.styleHash, with: "'self' file:")
    var bytes = Array(beginning.utf8)
    let opening = EmbeddedHeatmap.afterStyle.replacing(
      EmbeddedHeatmap.reading,
      with: EmbeddedHeatmap.reading + " If this stays, \(parts)heatmap.js is missing: the page belongs into its folder."
    )
    bytes.write("<link rel=\"stylesheet\" href=\"\(parts)heatmap.css\">\(opening)")
    pack.packed.writeBase64(into: &bytes) { _ in }
    bytes.write(EmbeddedHeatmap.middle)
    try sourcePack.packed(compress: compress).writeBase64(into: &bytes) { _ in }
    bytes.write(
      "\(EmbeddedHeatmap.beforeScript)<script src=\"\(parts)heatmap.js\"></script>\(EmbeddedHeatmap.afterScript)")
    return bytes
  }

  /// All files with code: the costliest by itself first, of equals the one with more in all; of those by the shown path.
  private static func files(of profile: Profile, _ names: FileNames) -> [String] {
    let files = ProfilePack.files(of: profile)
    let numbers = Dictionary(uniqueKeysWithValues: zip(files, files.indices))
    let numberOfFrame = profile.frames.map { numbers[profile.functions[$0.function].file] }
    let costs = costs(of: profile, count: files.count) { kind in
      if case .frame(let frame) = kind { numberOfFrame[frame] } else { nil }
    }
    let paths = files.map { Array(names.paths.path(of: $0).utf16) }
    return files.indices.sorted { left, right in
      let (one, other) = (costs[left], costs[right])
      guard one.own == other.own else { return one.own > other.own }
      guard one.total == other.total else { return one.total > other.total }
      return paths[left].lexicographicallyPrecedes(paths[right]) || paths[left] == paths[right] && left < right
    }.map { files[$0] }
  }

  /// The greatest own and the greatest total time of a line, in microseconds.
  private static func most(of profile: Profile) -> [Double] {
    struct Line: Hashable {
      var file: String
      var number: Int
    }
    var indices: [Line: Int] = [:]
    // What is in no file counts by its name; the last two are what is no frame.
    let lines = profile.frames.map { frame in
      let function = profile.functions[frame.function]
      let line = Line(file: function.file.isEmpty ? "\0" + function.qualifiedName : function.file, number: frame.line)
      let index = indices[line] ?? indices.count
      indices[line] = index
      return index
    }
    let costs = costs(of: profile, count: indices.count + 2) { kind in
      switch kind {
      case .frame(let frame): lines[frame]
      case .cut: indices.count
      case .noFrames: indices.count + 1
      }
    }
    return [costs.map(\.own), costs.map(\.total)].map { Double(($0.max() ?? .zero).rawValue) / 1000 }
  }

  /// What lines or files cost by themselves, and with what they call; each counts once in a chain of calls.
  ///
  /// - Parameter place: Which of `count` a node belongs to, if to any.
  private static func costs(
    of profile: Profile, count: Int, place: (Profile.Node.Kind) -> Int?
  ) -> [(own: Nanoseconds, total: Nanoseconds)] {
    let sums = profile.subtreeWeights()
    var costs = Array(repeating: (own: Nanoseconds.zero, total: Nanoseconds.zero), count: count)
    // Of each, how many nodes are being visited.
    var open = [Int](repeating: 0, count: count)
    profile.walk { index, entering in
      let node = profile.nodes[index]
      guard let place = place(node.kind) else { return }
      open[place] += entering ? 1 : -1
      guard entering else { return }
      costs[place].own += node.own.time
      if open[place] == 1 { costs[place].total += sums[index].time }
    }
    return costs
  }
}

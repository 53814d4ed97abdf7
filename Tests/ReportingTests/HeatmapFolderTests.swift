import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Reporting

@Suite struct HeatmapFolderTests {
  /// The files of a folder by their paths.
  private static func files(
    of profile: Profile, sources: [String: SourceFile]? = nil
  ) throws -> [String: [UInt8]] {
    let folder = HeatmapFolder(
      profile, origin: HeatmapDraft.origin(), currentDirectory: Samples.directory,
      sources: sources ?? SourceDraft.files(of: profile))
    var files: [String: [UInt8]] = [:]
    try folder.write(compress: HeatmapDraft.compressed) { files[$0] = $1 }
    return files
  }

  /// The same in whole microseconds, to which pages round: equal times stay equal, and have the same order everywhere.
  private static func rounded(_ profile: Profile) -> Profile {
    var rounded = profile
    rounded.nodes = NodeTable(
      profile.nodes.map { node in
        var node = node
        node.own.time = Nanoseconds(node.own.time.rawValue / 1000 * 1000)
        node.own.idle = Nanoseconds(node.own.idle.rawValue / 1000 * 1000)
        return node
      })
    return rounded
  }

  /// Hands folders, and single pages of the same profiles, to `Browser/checks_heat_folder.py`.
  @Test func worksInABrowser() throws {
    let folder = try TemporaryFolder()
    var profiles = [
      "shop": Samples.shop.finished(), "tree": PageProfiles.tree, "recursion": PageProfiles.recursion,
      "hostile": PageProfiles.hostile, "instructions": InstructionProfile.profile,
    ]
    for seed in 1...2 { profiles["random\(seed)"] = Self.rounded(ExchangeSamples.random(seed: UInt64(seed)).profile) }
    for (name, profile) in profiles {
      let sources = name == "instructions" ? InstructionProfile.sources : nil
      try HeatmapDraft(profile, sources: sources).write(name, in: folder.url)
      let pages = folder.url.appending(path: name)
      try FileManager.default.createDirectory(
        at: pages.appending(path: HeatmapFolder.filesFolder), withIntermediateDirectories: true)
      for (path, bytes) in try Self.files(of: profile, sources: sources) {
        try Data(bytes).write(to: pages.appending(path: path))
      }
    }
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/heatmap_test.py")
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/env"), ["python3", "-B", script.path, folder.url.path, "checks_heat_folder"]
    ).finish(within: 600)
    print(outcome.text, terminator: "")
    #expect(outcome.status == .exited(0), "\(outcome.text)\(outcome.error)")
  }

  /// Whatever a file does not see is summed up, and nothing is lost.
  @Test func keepsAllTime() {
    for seed in 1...5 {
      let profile = ExchangeSamples.random(seed: UInt64(seed)).profile
      let profiles = FileProfiles(profile)
      for file in Set(profile.functions.map(\.file)) where !file.isEmpty {
        let part = profiles.profile(of: file)
        #expect(part.total == profile.total, "\(file), seed \(seed)")
        #expect(part.nodes.allSatisfy { $0.own.samples >= 0 && $0.own.time >= .zero && $0.own.idle >= .zero })
        #expect(part.nodes.indices.allSatisfy { part.nodes[$0].parent ?? -1 < $0 })
        let whole = profile.functionSummaries().filter { $0.function.file == file }
        let seen = part.functionSummaries().filter { $0.function.file == file }
        #expect(Set(seen) == Set(whole), "\(file), seed \(seed)")
      }
    }
  }

  /// Files that cost as much by themselves are one after the other as the index has them: what ran in them decides.
  @Test func numbersPagesAsTheIndexSorts() throws {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.add([(Samples.parse, line: 44), (Samples.module, line: 3), (Samples.rawDecode, line: 353)], samples: 10)
    draft.add([(Samples.parse, line: 44), (Samples.parse, line: 44), (Samples.render, line: 12)], samples: 5)
    let pages = try Self.files(of: draft.finished()).keys.filter { $0.hasPrefix("files/") }.sorted()
    #expect(
      pages == ["files/1-decoder.py.html", "files/2-__init__.py.html", "files/3-reader.py.html", "files/4-app.py.html"])
  }

  @Test func keepsNamesAndPagesApart() throws {
    let files = try Self.files(of: PageProfiles.hostile)
    let names = files.keys.filter { $0.hasPrefix("files/") }
    #expect(names.count == Set(PageProfiles.hostile.functions.map(\.file)).count)
    for name in names {
      let page = name.dropFirst("files/".count)
      #expect(page.count < 100)
      #expect(page.allSatisfy { $0.isASCII && ($0.isLetter || "0123456789-_.".contains($0)) }, "\(page)")
    }
    for (name, bytes) in files where name.hasSuffix(".html") {
      let text = String(decoding: bytes, as: UTF8.self)
      for hostile in PageProfiles.hostileNames where hostile.count > 1 { #expect(!text.contains(">\(hostile)")) }
      #expect(text.ranges(of: "</script>").count == 3)
      #expect(text.hasSuffix("</html>\n"))
      #expect(text.contains("\"default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; "))
      // A page has no script of its own.
      #expect(text.utf8.count < 400_000)
    }
    #expect(try Self.files(of: PageProfiles.hostile) == files)
  }
}

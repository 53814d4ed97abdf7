import Foundation
import SeriemaTestSupport
import Testing

/// Imports between modules are those that the manifest declares; a warm build would accept others.
struct ManifestTests {
  /// Who may import whom: the plan that the modules were laid out by.
  private static let plan: [String: Set<String>] = [
    "seriema": ["SeriemaCommands"],
    "SeriemaCommands": [
      "ArgumentParser", "CLinux", "CPythonInspection", "CTimingWire", "CaptureFormat", "FunctionTiming", "LinuxProcess",
      "LiveView", "ProfileModel", "Pushing", "Reporting", "Sampling", "Statistics",
    ],
    "Pushing": ["CCurl", "CaptureFormat", "LinuxProcess", "ProfileModel", "Reporting"],
    "Sampling": ["CPythonInspection", "LinuxProcess", "ProfileModel"],
    "FunctionTiming": ["CPythonInspection", "CTimingWire", "LinuxProcess", "ProfileModel"],
    "CaptureFormat": ["CZlib", "CZstd", "ProfileModel"],
    "Reporting": ["ProfileModel", "Statistics"],
    "LiveView": ["ProfileModel"],
    "CPythonInspection": ["LinuxProcess"],
    "LinuxProcess": ["CLinux"],
    "ProfileModel": [],
    "Statistics": [],
    "CCurl": [],
    "CLinux": [],
    "CTimingWire": [],
  ]

  /// Modules of the system, which no manifest names. Foundation is none of them.
  private static let system: Set<String> = ["Glibc", "Swift", "Synchronization"]

  @Test func everySwiftModuleImportsWhatItDeclares() throws {
    let manifest = try Manifest()
    let modules = Self.plan.keys.filter { manifest.dependencies[$0] != nil }
    #expect(modules.count > 7)
    for module in modules.sorted() {
      let declared = try #require(manifest.dependencies[module])
      let imported = try SourceImports(of: module).modules.subtracting(Self.system)
      #expect(imported == declared, "what \(module) imports is not what it declares")
    }
  }

  @Test func everyDependencyIsInThePlan() throws {
    for (module, declared) in try Manifest().dependencies {
      guard let allowed = Self.plan[module] else { continue }
      #expect(declared.isSubset(of: allowed), "\(module) may not depend on \(declared.subtracting(allowed))")
    }
  }

  @Test func everyModuleIsInThePlan() throws {
    let sources = Repository.root.appending(path: "Sources").path
    let folders = Set(try FileManager.default.contentsOfDirectory(atPath: sources))
    let modules = folders.intersection(try Manifest().dependencies.keys)
    #expect(modules.isSubset(of: Self.plan.keys))
  }
}

/// `Package.swift`, as far as modules and what they depend on go.
private struct Manifest {
  /// Names of modules and products, by target.
  let dependencies: [String: Set<String>]

  init() throws {
    let text = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
    var found: [String: Set<String>] = [:]
    // A target's text ends where the next one begins.
    let starts = text.ranges(of: /\.(target|executableTarget|testTarget)\(\s*name: "/).map(\.upperBound)
    for (start, next) in zip(starts, starts.dropFirst() + [text.endIndex]) {
      let target = text[start..<next]
      let name = String(target.prefix { $0 != "\"" })
      let list = target.firstMatch(of: /dependencies: \[(.*?)\]/.dotMatchesNewlines())?.1 ?? ""
      let products = list.matches(of: /\.product\(name: "(\w+)"/).map { String($0.1) }
      let modules = list.replacing(/\.\w+\([^)]*\)/, with: "").matches(of: /"(\w+)"/).map { String($0.1) }
      found[name] = Set(products + modules)
    }
    dependencies = found
  }
}

/// The imports in a folder of `Sources`.
private struct SourceImports {
  let modules: Set<String>

  init(of folder: String) throws {
    let root = Repository.root.appending(path: "Sources/\(folder)")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    let sources = files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
    modules = try sources.reduce(into: []) { modules, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = /^(?:@\w+(?:\(\w+\))? )*(?:(?:private|internal|package|public) )?import (?:[a-z]+ )?(\w+)/
      modules.formUnion(text.matches(of: lines.anchorsMatchLineEndings()).map { String($0.1) })
    }
  }
}

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "seriema",
  products: [.executable(name: "seriema", targets: ["seriema"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "seriema", dependencies: ["SeriemaCommands"],
      // One file with the standard library in it starts in two thirds of the time. (What FoundationEssentials needs is named only
      // where modules are compiled for static linking as well.)
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims"], .when(configuration: .release))
      ]),
    .target(
      name: "SeriemaCommands",
      dependencies: [
        "CLinux", "CPythonInspection", "CaptureFormat", "FunctionTiming", "LinuxProcess", "ProfileModel", "Pushing",
        "Reporting", "Sampling", "Statistics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "Sampling", dependencies: ["CPythonInspection", "LinuxProcess", "ProfileModel"]),
    .target(
      name: "Pushing", dependencies: ["CCurl", "CaptureFormat", "LinuxProcess", "ProfileModel", "Reporting"]),
    .target(name: "Reporting", dependencies: ["ProfileModel", "Statistics"], plugins: ["EmbedPages"]),
    .target(name: "CPythonInspection", dependencies: ["LinuxProcess"]),
    .target(
      name: "FunctionTiming", dependencies: ["CPythonInspection", "CTimingWire", "LinuxProcess", "ProfileModel"],
      plugins: ["EmbedTimingAgent"]),
    .target(name: "LinuxProcess", dependencies: ["CLinux"]),
    .target(name: "ProfileModel"),
    .target(
      name: "CaptureFormat", dependencies: ["CZlib", "CZstd", "ProfileModel"], exclude: ["FORMAT.md"],
      // Linked statically: the one file of the program runs where neither library is.
      linkerSettings: [.linkedLibrary(":libzstd.a"), .linkedLibrary(":libz.a")]),
    // Without pkg-config, which would link the shared libraries instead.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "Statistics"),
    .target(name: "CLinux"),
    // Includes the library's header, and loads the library itself where something is pushed.
    .target(name: "CCurl"),
    .target(name: "CTimingWire"),
    .plugin(name: "EmbedPages", capability: .buildTool(), path: "Sources/EmbedPages"),
    .plugin(name: "EmbedTimingAgent", capability: .buildTool(), path: "Sources/EmbedTimingAgent"),
    .target(
      name: "SeriemaTestSupport", dependencies: ["LinuxProcess"], path: "Tests/SeriemaTestSupport",
      exclude: ["Programs"]),
    .testTarget(name: "EndToEndTests", dependencies: ["SeriemaTestSupport"]),
    .testTarget(name: "AccuracyTests", dependencies: ["SeriemaTestSupport"]),
    .testTarget(name: "ManifestTests", dependencies: ["SeriemaTestSupport"]),
    .testTarget(
      name: "SeriemaCommandsTests",
      dependencies: [
        "CPythonInspection", "FunctionTiming", "LinuxProcess", "ProfileModel", "Pushing", "Sampling",
        "SeriemaCommands", "SeriemaTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Goldens"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["CaptureFormat", "ProfileModel", "Reporting", "SeriemaTestSupport", "Statistics"],
      exclude: ["Browser", "Consumers", "Goldens"]),
    .testTarget(
      name: "CaptureFormatTests", dependencies: ["CaptureFormat", "ProfileModel", "SeriemaTestSupport"],
      exclude: ["Captures"]),
    .testTarget(name: "ProfileModelTests", dependencies: ["ProfileModel"]),
    .testTarget(name: "PushingTests", dependencies: ["ProfileModel", "Pushing"]),
    .testTarget(name: "StatisticsTests", dependencies: ["SeriemaTestSupport", "Statistics"]),
    .testTarget(
      name: "FunctionTimingTests",
      dependencies: ["CPythonInspection", "CTimingWire", "FunctionTiming", "ProfileModel", "SeriemaTestSupport"]),
    .testTarget(
      name: "CPythonInspectionTests", dependencies: ["CPythonInspection", "LinuxProcess", "SeriemaTestSupport"],
      exclude: ["Programs", "Vectors"]),
    .testTarget(name: "LinuxProcessTests", dependencies: ["LinuxProcess", "SeriemaTestSupport"]),
    .testTarget(
      name: "SamplingTests",
      dependencies: ["CPythonInspection", "LinuxProcess", "ProfileModel", "Sampling", "SeriemaTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// One list of settings for every target, so that a new one cannot forget them.
for target in package.targets where target.type != .plugin && target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  if target.type != .test {
    target.swiftSettings?.append(.strictMemorySafety())
  }
  target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
}

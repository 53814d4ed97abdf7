// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "seriema",
  products: [.executable(name: "seriema", targets: ["seriema"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .executableTarget(name: "seriema", dependencies: ["SeriemaCommands"]),
    .target(
      name: "SeriemaCommands",
      dependencies: [
        "CLinux", "CPythonInspection", "FunctionTiming", "LinuxProcess", "ProfileModel", "Reporting", "Sampling",
        "Statistics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "Sampling", dependencies: ["CPythonInspection", "LinuxProcess", "ProfileModel"]),
    .target(name: "Reporting", dependencies: ["ProfileModel", "Statistics"]),
    .target(name: "CPythonInspection", dependencies: ["LinuxProcess"]),
    .target(
      name: "FunctionTiming", dependencies: ["CPythonInspection", "CTimingWire", "LinuxProcess", "ProfileModel"],
      plugins: ["EmbedTimingAgent"]),
    .target(name: "LinuxProcess", dependencies: ["CLinux"]),
    .target(name: "ProfileModel"),
    .target(name: "Statistics"),
    .target(name: "CLinux"),
    .target(name: "CTimingWire"),
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
        "CPythonInspection", "FunctionTiming", "LinuxProcess", "ProfileModel", "Sampling", "SeriemaCommands",
        "SeriemaTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Goldens"]),
    .testTarget(
      name: "ReportingTests", dependencies: ["ProfileModel", "Reporting", "Statistics"], exclude: ["Goldens"]),
    .testTarget(name: "ProfileModelTests", dependencies: ["ProfileModel"]),
    .testTarget(name: "StatisticsTests", dependencies: ["SeriemaTestSupport", "Statistics"]),
    .testTarget(
      name: "FunctionTimingTests",
      dependencies: ["CPythonInspection", "CTimingWire", "FunctionTiming", "ProfileModel", "SeriemaTestSupport"]),
    .testTarget(
      name: "CPythonInspectionTests", dependencies: ["CPythonInspection", "LinuxProcess", "SeriemaTestSupport"],
      exclude: ["Programs", "Vectors"]),
    .testTarget(name: "LinuxProcessTests", dependencies: ["LinuxProcess", "SeriemaTestSupport", "seriema"]),
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

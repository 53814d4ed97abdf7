import Foundation
import SeriemaTestSupport
import Testing

/// Hotspots of a real program agree with those that other samplers see.
@Suite(.measuresTime, .tags(.realPython))
struct PeerAgreementTests {
  /// py-spy up to 3.14; it does not read 3.15, whose own sampler takes its place.
  @Test(arguments: PythonInstallation.required)
  func agreesWithAPeerOnAJSONTool(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let input = folder.url.appending(path: "large.json").path
    let made = try python.run([PythonInstallation.program("large_json.py"), input])
    try #require(made.status == .exited(0), "\(made.error)")
    let module = ["-m", "json.tool", input, folder.url.appending(path: "out.json").path]
    let ours = try SampledRun("run", ["--python", python.executable.path] + module).stacks
    let theirs = try Peer(for: python).stacks(python, module, in: folder)

    for part in [FunctionShares.Part.own, .total] {
      let seriema = FunctionShares(ours, part)
      let peer = FunctionShares(theirs, part)
      let hot = Set(seriema.shares.filter { $0.value > 0.05 }.keys)
        .union(peer.shares.filter { $0.value > 0.05 }.keys)
      #expect(hot.count >= 2)
      for function in hot.sorted() {
        let difference = abs(seriema[function] - peer[function])
        #expect(
          difference <= 0.03,
          "\(function), \(part): Seriema \(seriema[function]), the peer \(peer[function])")
      }
    }
  }
}

/// Which part of the samples each function has.
private struct FunctionShares {
  enum Part {
    /// Samples in which it is the leaf.
    case own
    /// Samples in which it occurs.
    case total
  }

  /// 0 … 1, by the last component of the name and of the file: all that peers write of both.
  let shares: [String: Double]

  init(_ stacks: CollapsedStacks, _ part: Part) {
    var samples: [String: Int] = [:]
    for stack in stacks.stacks {
      let functions = stack.frames.map(Self.key)
      for function in part == .own ? Set(functions.suffix(1)) : Set(functions) {
        samples[function, default: 0] += stack.samples
      }
    }
    let total = Double(max(1, stacks.total))
    shares = samples.mapValues { Double($0) / total }
  }

  subscript(function: String) -> Double { shares[function, default: 0] }

  private static func key(_ frame: String) -> String {
    let name = CollapsedStacks.function(frame)
    let place = frame.dropFirst(name.count).drop { $0 == " " || $0 == "(" }
    let file = place.prefix { $0 != ":" }.split(separator: "/").last ?? ""
    return "\(name.split(separator: ".").last ?? "") \(file)"
  }
}

/// Another sampler, which writes collapsed stacks.
private enum Peer {
  case pySpy
  case standardLibrary

  init(for python: PythonInstallation) {
    self = python.version == "3.15" ? .standardLibrary : .pySpy
  }

  func stacks(
    _ python: PythonInstallation, _ program: [String], in folder: TemporaryFolder
  ) throws -> CollapsedStacks {
    let file = folder.url.appending(path: "peer.txt")
    let outcome =
      switch self {
      case .pySpy:
        try RunningProcess(
          Repository.pythonPackages.appending(path: "bin/py-spy"),
          ["record", "--idle", "-r", "1000", "-f", "raw", "-o", file.path, "--", python.executable.path] + program
        ).finish()
      case .standardLibrary:
        try python.run(
          ["-m", "profiling.sampling", "run", "-r", "1khz", "--blocking", "--collapsed", "-o", file.path] + program)
      }
    try #require(outcome.status == .exited(0), "\(outcome.text) \(outcome.error)")
    return try CollapsedStacks(normalized(String(contentsOf: file, encoding: .utf8)))
  }

  /// Frames as Seriema writes them: the standard library has `file:function:line`.
  private func normalized(_ text: String) -> String {
    guard case .standardLibrary = self else { return text }
    return text.replacing(/([^;]+):([^;:]+):(\d+)/) { "\($0.2) (\($0.1):\($0.3))" }
  }
}

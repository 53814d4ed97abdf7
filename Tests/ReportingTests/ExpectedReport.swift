import Foundation
import ProfileModel

@testable import Reporting

/// What any report of a recording must say, as JSON for the programs in `Consumers/`.
struct ExpectedReport: Encodable {
  struct Numbers: Encodable {
    var samples = 0
    var time: Int64 = 0
    var idle: Int64 = 0

    init(_ weight: Weight) {
      samples = weight.samples
      time = weight.time.rawValue
      idle = weight.idle.rawValue
    }
  }

  struct Function: Encodable {
    var name: String
    var file: String
    var line: Int
    var shownName: String
    var shownFile: String
    /// As a label of both, with a short path.
    var label: String
    var own: Numbers
    var total: Numbers

    init(_ identity: FunctionIdentity, own: Weight, total: Weight, paths: PathShortener) {
      name = identity.qualifiedName
      file = identity.file
      line = identity.firstLine
      shownName = UntrustedText(name).escaped
      shownFile = UntrustedText(file).escaped
      label = UntrustedText(file.isEmpty ? name : "\(name) (\(paths.path(of: file)):\(line))").escaped
      self.own = Numbers(own)
      self.total = Numbers(total)
    }
  }

  struct Thread: Encodable {
    var process: Int32
    var thread: Int32
    var name: String
    var shownName: String
    var command: String
    var samples: Int
    var time: Int64
    /// Of each of its samples in their order: when it was, and how much of its time the thread ran for.
    var instants: [Int64]
    var running: [Int64]
  }

  var mode: String
  var startedAt: Int64
  var elapsed: Int64
  var wantedRate: Double
  var total: Numbers
  /// Samples in which the thread was idle for half of the time, or more.
  var mostlyIdle: Int
  var threads: [Thread]
  var functions: [Function]

  init(_ recording: Recording) {
    let profile = recording.profile
    mode = profile.sampledTime.word
    startedAt = RecordingDraft.origin.startedAt.rawValue
    elapsed = profile.ledger.elapsed.rawValue
    wantedRate = profile.ledger.wantedRate
    total = Numbers(profile.total)
    mostlyIdle = recording.samples.filter(\.isIdle).reduce(0) { $0 + $1.weight.samples }
    let names = ProcessNames(profile, origin: RecordingDraft.origin)
    threads = profile.threads.enumerated().map { index, thread in
      let weight = profile.nodes.filter { $0.thread == index }.reduce(into: Weight.zero) { $0 += $1.own }
      let own = recording.samples.filter { profile.nodes[$0.node].thread == index }
      return Thread(
        process: thread.process, thread: thread.thread, name: thread.name,
        shownName: UntrustedText(thread.name).escaped, command: names.name(of: thread.process),
        samples: weight.samples, time: weight.time.rawValue, instants: own.map(\.instant.rawValue),
        running: own.map { ($0.weight.time - $0.weight.idle).rawValue })
    }
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: Samples.directory)
    functions = profile.functionSummaries().map { Function($0.function, own: $0.own, total: $0.total, paths: paths) }
    // What stands for no function is not among the profile's.
    for (name, kind) in [("<cut>", Profile.Node.Kind.cut), ("(no Python frames)", .noFrames)] {
      let weight = profile.nodes.filter { $0.kind == kind }.reduce(into: Weight.zero) { $0 += $1.own }
      functions.append(
        Function(
          FunctionIdentity(qualifiedName: name, file: "", firstLine: 0), own: weight, total: weight, paths: paths))
    }
  }
}

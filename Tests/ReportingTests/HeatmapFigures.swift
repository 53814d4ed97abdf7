import Foundation
import ProfileModel

@testable import Reporting

/// What each line of a profile has to show: samples as its collapsed stacks have them, shares and times as its table.
struct HeatmapFigures {
  /// By `path:line`, or by the name of what is in no file: own and total samples.
  private var samples: [String: [Int]] = [:]
  /// By `path:line`: own share and time, total share and time, as the page writes them; empty where there is none.
  private var texts: [String: [String]] = [:]
  /// By `path:line`: own and total seconds.
  private var seconds: [String: [Double]] = [:]
  private let sampleCount: Int
  private let total: Double

  init(_ profile: Profile) {
    sampleCount = profile.total.samples
    total = profile.total.time.seconds
    addStacks(of: profile)
    addTimes(of: profile)
  }

  func write(_ name: String, in folder: URL) throws {
    let figures: [String: Any] = [
      "samples": samples, "texts": texts, "seconds": seconds, "count": sampleCount, "total": total,
    ]
    try JSONSerialization.data(withJSONObject: figures).write(to: folder.appending(path: "\(name).json"))
  }

  /// From the text of the collapsed stacks, so that nothing is shared with the page.
  private mutating func addStacks(of profile: Profile) {
    var bytes: [UInt8] = []
    CollapsedReport(profile, currentDirectory: Samples.directory).write { bytes += $0 }
    let roots = Set(profile.threads.map { UntrustedText("\($0.name) (\($0.thread))").escaped(also: [";"]) })
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let space = line.lastIndex(of: " "), let count = Int(line[line.index(after: space)...]) else { continue }
      let labels = line[..<space].split(separator: ";")
        .filter { !roots.contains(String($0)) && !$0.hasPrefix("process ") }.map(Self.place)
      for label in Set(labels) { samples[label, default: [0, 0]][1] += count }
      if let leaf = labels.last { samples[leaf, default: [0, 0]][0] += count }
    }
  }

  /// `path:line` of `name (path:line)`.
  private static func place(of label: Substring) -> String {
    guard label.hasSuffix(")"), label != "(no Python frames)", let start = label.range(of: " (", options: .backwards)
    else { return String(label) }
    return String(label[start.upperBound...].dropLast())
  }

  private mutating func addTimes(of profile: Profile) {
    let subtree = profile.subtreeWeights()
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: Samples.directory)
    var own: [String: Nanoseconds] = [:]
    var total: [String: Nanoseconds] = [:]
    var open: [String: Int] = [:]
    profile.walk { index, entering in
      guard case .frame(let number) = profile.nodes[index].kind else { return }
      let frame = profile.frames[number]
      let function = profile.functions[frame.function]
      guard !function.file.isEmpty else { return }
      let place = "\(UntrustedText(paths.path(of: function.file)).escaped):\(frame.line)"
      if entering {
        own[place, default: .zero] += profile.nodes[index].own.time
        if open[place, default: 0] == 0 { total[place, default: .zero] += subtree[index].time }
      }
      open[place, default: 0] += entering ? 1 : -1
    }
    let all = profile.total.time
    for (place, time) in total {
      seconds[place] = [(own[place] ?? .zero).seconds, time.seconds]
      texts[place] = [own[place] ?? .zero, time].flatMap { time in
        time > .zero ? [String(percent: time.share(of: all)) + " %", String(duration: time)] : ["", ""]
      }
    }
  }
}

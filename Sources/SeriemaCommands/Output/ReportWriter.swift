internal import CaptureFormat
internal import ProfileModel
internal import Reporting

/// Writes a profile in one form or another.
struct ReportWriter {
  /// What was sampled; its frames may have instructions, for those forms that tell them.
  let whole: Profile
  /// The same by line.
  let lines: LineProfile
  let origin: RecordingOrigin
  /// Absolute; files below it are shown relative to it.
  let currentDirectory: String
  /// Where a form that shows samples in their order has them from.
  let samples: CaptureSet?
  /// What a comparison calls it.
  let title: String
  /// What it is compared with.
  let base: DifferencePage.Side?
  /// Where a form that shows source code has that from.
  let sources: SourceReader

  private var profile: Profile { lines.profile }

  /// - Throws: When the file cannot be written, or the samples cannot be read.
  func write(_ format: ReportFormat, to file: inout OutputFile) throws(Explanation) {
    let folder = String(file.path.dropLast(HeatmapFolder.index.count))
    try file.replace { sink throws(Explanation) in
      switch format {
      case .flamegraph:
        try write(FlameGraphPage(profile, origin: origin, currentDirectory: currentDirectory), to: sink)
      case .diffFlamegraph:
        guard let base else { return }
        let new = DifferencePage.Side(title: title, profile: profile, origin: origin)
        try DifferencePage(from: base, to: new, currentDirectory: currentDirectory).write {
          (bytes) throws(Explanation) in try sink.write(bytes)
        }
      case .heatmap:
        let page = HeatmapPage(
          whole, origin: origin, currentDirectory: currentDirectory, sources: sources.sources(of: whole))
        try page.write(compress: Self.compressed) { (bytes) throws(Explanation) in try sink.write(bytes) }
      case .heatmapFolder:
        let pages = HeatmapFolder(
          whole, origin: origin, currentDirectory: currentDirectory, sources: sources.sources(of: whole))
        try pages.write(compress: Self.compressed) { (name, bytes) throws(Explanation) in
          if name == HeatmapFolder.index { return try sink.write(bytes) }
          var other = try OutputFile(path: folder + name)
          try other.replace { (sink) throws(Explanation) in try sink.write(bytes) }
        }
      case .collapsed:
        try CollapsedReport(profile, currentDirectory: currentDirectory).write {
          (bytes) throws(Explanation) in try sink.write(bytes)
        }
      case .pstats: try PstatsReport(profile).write { (bytes) throws(Explanation) in try sink.write(bytes) }
      case .pprof: try writeCompressed(PprofReport(profile, origin: origin), to: sink)
      case .svg:
        try FlameGraphSVG(profile, origin: origin, currentDirectory: currentDirectory).write {
          (bytes) throws(Explanation) in try sink.write(bytes)
        }
      case .gecko: try write(GeckoReport(profile, origin: origin), to: sink)
      case .speedscope: try write(SpeedscopeReport(profile, origin: origin), to: sink)
      case .chrometrace:
        try write(ChromeTraceReport(profile, origin: origin, currentDirectory: currentDirectory), to: sink)
      case .jsonl: try write(JSONLinesReport(profile, origin: origin), to: sink)
      case .binary: try writeCapture(to: sink)
      }
    }
  }

  /// As files of pprof are, by gzip.
  private func writeCompressed(_ report: PprofReport, to sink: OutputSink) throws(Explanation) {
    var stream = try Self.gzip()
    var compressed: [UInt8] = []
    try report.write { (bytes) throws(Explanation) in
      stream.write(bytes, to: &compressed)
      try sink.write(compressed)
      compressed.removeAll(keepingCapacity: true)
    }
    stream.finish(to: &compressed)
    try sink.write(compressed)
  }

  /// A gzip member of these bytes.
  private static func compressed(_ bytes: [UInt8]) throws(Explanation) -> [UInt8] {
    var stream = try gzip()
    var compressed: [UInt8] = []
    stream.write(bytes, to: &compressed)
    stream.finish(to: &compressed)
    return compressed
  }

  private static func gzip() throws(Explanation) -> GzipStream {
    guard let stream = GzipStream() else { throw Explanation("cannot compress", why: "there is no memory for it") }
    return stream
  }

  /// All captures as one.
  private func writeCapture(to sink: OutputSink) throws(Explanation) {
    guard let samples else { return }
    var writer = CaptureWriter(detail: whole.detail)
    try sink.write(writer.begin(origin))
    var block = CaptureBlock()
    block.definitions = whole.definitions
    try samples.forEachSample { (sample) throws(Explanation) in
      block.samples.append(sample)
      guard block.samples.count == Self.samplesOfBlock else { return }
      try sink.write(writer.write(block))
      block = CaptureBlock()
    }
    try sink.write(writer.write(block))
    try sink.write(writer.end())
  }

  private static let samplesOfBlock = 16384

  /// Tells a report all samples, as often as it wants.
  private func write(
    _ report: consuming some TimelineReport, to sink: OutputSink
  ) throws(Explanation) {
    guard let samples else { return }
    var bytes: [UInt8] = []
    func drain(_ bytes: inout [UInt8]) throws(Explanation) {
      try sink.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    for pass in 0..<report.passCount {
      try report.begin(pass: pass, into: &bytes, drain: drain)
      try samples.forEachSample { (sample) throws(Explanation) in
        var sample = sample
        sample.node = lines.node(sample.node)
        report.add(sample, into: &bytes)
        if bytes.count >= Self.bytesToDrain { try drain(&bytes) }
      }
    }
    try report.end(into: &bytes, drain: drain)
    try drain(&bytes)
  }

  private static let bytesToDrain = 1 << 16
}

internal import ArgumentParser

/// A form in which a profile can be written to a file; each is an option by its own name, and all but one take no value.
enum ReportFormat: String, EnumerableFlag, Sendable {
  case flamegraph
  /// The flame graph of what changed since another recording.
  case diffFlamegraph = "diff-flamegraph"
  case heatmap
  /// The same as an index, and a page for each file.
  case heatmapFolder = "heatmap-folder"
  case collapsed
  case pstats
  case gecko
  case speedscope
  case chrometrace
  case pprof
  case svg
  case jsonl
  case binary

  /// Those whose option takes no value.
  static let allCases: [ReportFormat] = [
    .flamegraph, .heatmap, .heatmapFolder, .collapsed, .pstats, .gecko, .speedscope, .chrometrace, .pprof, .svg, .jsonl,
    .binary,
  ]

  static func name(for format: ReportFormat) -> NameSpecification {
    .customLong(format.rawValue)
  }

  static func help(for format: ReportFormat) -> ArgumentHelp? {
    switch format {
    case .flamegraph: "Write a page with a flame graph, to be opened in any browser."
    case .diffFlamegraph: nil
    case .heatmap: "Write a page with the source, and what each line costs, to be opened in any browser."
    case .heatmapFolder: "Write the same as a folder, with a page for each file: for large programs."
    case .collapsed: "Write collapsed stacks, as flamegraph.pl reads them."
    case .pstats: "Write a file for Python's pstats, and for snakeviz."
    case .gecko: "Write a profile over time for the Firefox Profiler (profiler.firefox.com)."
    case .speedscope: "Write a profile over time for speedscope.app."
    case .chrometrace: "Write trace events for Perfetto (ui.perfetto.dev) and chrome://tracing."
    case .pprof: "Write a profile for pprof."
    case .svg: "Write a flame graph as an image."
    case .jsonl: "Write JSON, a line for each sample."
    case .binary: "Write a capture while sampling, which seriema replay turns into any other form."
    }
  }

  /// It shows samples in their order, so these have to be recorded.
  var needsSamples: Bool {
    switch self {
    case .diffFlamegraph, .heatmap, .heatmapFolder, .collapsed, .pstats, .pprof, .svg: false
    case .flamegraph, .gecko, .speedscope, .chrometrace, .jsonl, .binary: true
    }
  }

  /// It tells instructions, where they were asked for.
  var tellsInstructions: Bool { showsSource || self == .binary }

  /// It shows lines with what their parts cost.
  var showsSource: Bool { [.heatmap, .heatmapFolder].contains(self) }

  /// It is for a browser.
  var isPage: Bool {
    switch self {
    case .flamegraph, .diffFlamegraph, .heatmap, .heatmapFolder: true
    case .collapsed, .pstats, .gecko, .speedscope, .chrometrace, .pprof, .svg, .jsonl, .binary: false
    }
  }

  /// It is a folder.
  var isFolder: Bool { self == .heatmapFolder }

  /// What a file is called that was not named.
  ///
  /// - Parameter process: Whose profile it is.
  func fileName(of process: Int32) -> String {
    switch self {
    case .flamegraph: "flamegraph_\(process).html"
    case .diffFlamegraph: "diff-flamegraph_\(process).html"
    case .heatmap: "heatmap_\(process).html"
    case .heatmapFolder: "heatmap_\(process)"
    case .collapsed: "collapsed_\(process).txt"
    case .pstats: "profile_\(process).pstats"
    case .gecko: "gecko_\(process).json"
    case .speedscope: "profile_\(process).speedscope.json"
    case .chrometrace: "chrometrace_\(process).json"
    case .pprof: "profile_\(process).pb.gz"
    case .svg: "flamegraph_\(process).svg"
    case .jsonl: "profile_\(process).jsonl"
    case .binary: "capture_\(process).seriema"
    }
  }
}

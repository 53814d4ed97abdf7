internal import Reporting

/// A file that a report goes to, and which.
final class ReportFile {
  /// nil: the table.
  let format: ReportFormat?
  var file: OutputFile

  private init(_ format: ReportFormat?, path: String) throws(Explanation) {
    self.format = format
    guard format?.isFolder == true else {
      file = try OutputFile(path: path)
      return
    }
    guard path != "-" else {
      throw Explanation(
        "cannot write a folder to standard output", why: "--heatmap-folder writes several files",
        next: "-o FOLDER, or --heatmap for one page", exitStatus: 64)
    }
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    // Its first page stands for it.
    file = try OutputFile(
      path: "\(folder)/\(HeatmapFolder.index)", making: [folder, "\(folder)/\(HeatmapFolder.filesFolder)"])
  }

  /// It is a file for a browser.
  var isPage: Bool { format?.isPage == true && file.path != "-" }

  /// Opens a file for each form, before the program starts: a mistake costs nothing then.
  ///
  /// - Parameters:
  ///   - path: `-o`: a file, or a folder that is there for reports of their own names; nil: those in the working directory.
  ///   - process: For the names of files that were not named.
  static func open(
    _ formats: [ReportFormat], at path: String?, process: Int32
  ) throws(Explanation) -> [ReportFile] {
    var distinct: [ReportFormat] = []
    for format in formats where !distinct.contains(format) { distinct.append(format) }
    guard let path else {
      return try distinct.map { format throws(Explanation) in
        try ReportFile(format, path: format.fileName(of: process))
      }
    }
    if OutputFile.isFolder(path), !distinct.isEmpty {
      return try distinct.map { format throws(Explanation) in
        try ReportFile(format, path: "\(path)\(path.hasSuffix("/") ? "" : "/")\(format.fileName(of: process))")
      }
    }
    guard distinct.count <= 1 else {
      throw Explanation(
        "cannot write \(distinct.count) reports to \(path)", why: "it is not a folder",
        next: "a folder that is there with -o; each report gets a name of its own in it", exitStatus: 64)
    }
    return [try ReportFile(distinct.first, path: path)]
  }
}

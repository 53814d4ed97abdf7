internal import Glibc
internal import ProfileModel
internal import Reporting

extension TimingSeries {
  /// The timings that a file holds.
  ///
  /// - Throws: When it cannot be read, or holds none.
  static func read(_ path: String) throws(Explanation) -> TimingSeries {
    let text: String
    do throws(InputFile.ReadError) {
      text = try InputFile.read(path)
    } catch {
      throw Explanation(
        "cannot read \(path)", why: systemError(error.number),
        next: "seriema time -t app:parse --json \(path.shellQuoted) app.py")
    }
    do throws(TimingFileError) {
      return try TimingSeries(json: text)
    } catch {
      throw Explanation(error, path: path)
    }
  }

  /// The timings that a file holds; nil where there is no such file, or nothing in it.
  ///
  /// - Throws: When it holds something else.
  static func readIfThere(_ path: String) throws(Explanation) -> TimingSeries? {
    if let text = try? InputFile.read(path), text.isEmpty { return nil }
    return unsafe access(path, F_OK) == 0 ? try read(path) : nil
  }
}

extension TimingPage.Document {
  /// A file of timings as it is.
  ///
  /// - Throws: When it cannot be read.
  init(file path: String) throws(Explanation) {
    do throws(InputFile.ReadError) {
      self.init(title: path, json: try InputFile.read(path))
    } catch {
      throw Explanation("cannot read \(path)", why: systemError(error.number))
    }
  }
}

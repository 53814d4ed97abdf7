package import ProfileModel

/// Reads a recording block by block, whichever program made it; memory does not grow with its length.
package protocol RecordingReader {
  var origin: RecordingOrigin { get }
  /// nil while there is more to read.
  var ending: CaptureEnding? { get }
  /// How many bytes of the file have been read.
  var offset: Int { get }

  /// The next block of events; nil at the end, and then `ending` says how it ended.
  ///
  /// - Throws: Whatever the source does.
  mutating func next() throws -> CaptureBlock?
}

/// The bytes of a file, by offset: fewer than asked for only at its end.
package typealias RecordingSource = (_ offset: Int, _ count: Int) throws -> [UInt8]

/// The reader that a file wants by what it begins with: Seriema's own, or that of Python's own sampler.
///
/// - Throws: `CaptureError` when it is no recording that can be read; whatever `source` does.
package func recordingReader(_ source: @escaping RecordingSource) throws -> any RecordingReader {
  if try BuiltInHeader.isBeginning(source(0, BuiltInHeader.size)) { return try BuiltInReader(source) }
  return try CaptureReader(source)
}

/// Why bytes are not a capture that can be read.
package enum CaptureError: Error, Hashable {
  /// It does not begin as a capture does.
  case notCapture
  /// It is a capture of a newer form than this program knows.
  case newerVersion(Int)
  /// What a capture begins with is not whole, so that nothing can be told.
  case noBeginning
}

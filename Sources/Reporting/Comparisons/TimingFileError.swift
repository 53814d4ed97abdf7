/// Why a file of saved timings cannot be read.
package enum TimingFileError: Error, Hashable, Sendable {
  /// It is no JSON document: the first byte that does not fit.
  case notJSON(offset: Int)
  /// It is JSON, and neither ours nor tprof's.
  case notTimings
  /// A later version wrote it.
  case newerVersion(Int, known: Int)
  /// A member is missing, or is not what it should be.
  case malformed(member: String)
}

internal import CaptureFormat
internal import Glibc
internal import ProfileModel
internal import Reporting

extension Explanation {
  /// Why a file cannot be read as a capture.
  init(_ error: any Error, reading path: String) {
    let path = UntrustedText(path).escaped
    switch error {
    case CaptureError.notCapture:
      self.init(
        "\(path) is no capture", why: "it does not begin as one",
        next: "a file that seriema run --binary, or Python's own sampler with --binary, wrote")
    case CaptureError.newerVersion(let version):
      self.init(
        "cannot read \(path)",
        why: "it has version \(version) of the format, and versions up to \(CaptureWriter.version) are known",
        next: "the seriema that wrote it, or a later one")
    case CaptureError.noBeginning:
      self.init("cannot read \(path)", why: "its beginning is cut off or damaged, and nothing can be told without it")
    case let error as CaptureFile.ReadError:
      self.init("cannot read \(path)", why: systemError(error.number))
    default:
      self.init("cannot read \(path)")
    }
  }

  /// Why there is nothing to show of a capture that is not whole.
  init(noSamplesBefore ending: CaptureEnding, in path: String) {
    let why =
      switch ending {
      case .complete: "it holds no samples"
      case .cut(let offset): "it breaks off at byte \(offset), before the first sample"
      case .damaged(let offset): "it is damaged from byte \(offset) on, before the first sample"
      }
    self.init(
      "cannot read \(UntrustedText(path).escaped)", why: why, next: "recording it again: a second is kept at the least")
  }

  /// What was sampled and is not in the capture.
  init(unwrittenSamples count: Int) {
    self.init(
      "\(String(count: count, of: "sample")) could not be recorded", why: "the disk was too slow for them",
      next: "a lower rate with -r, or a faster disk with -o; the table has all of them")
  }

  /// What a capture lacks; nil when it is whole.
  init?(_ ending: CaptureEnding, of path: String, sampledFor elapsed: Nanoseconds) {
    let path = UntrustedText(path).escaped
    let told = "what stands before is told, \(String(duration: elapsed))"
    switch ending {
    case .complete: return nil
    case .cut(let offset):
      self.init("\(path) breaks off at byte \(offset)", why: "its recording was killed, or is not over; \(told)")
    case .damaged(let offset):
      self.init("\(path) is damaged from byte \(offset) on", why: "a checksum or a number there is wrong; \(told)")
    }
  }

  /// Why a report could not be written.
  init(unwritable path: String, _ error: OutputFile.WriteError) {
    self.init(
      "cannot write \(UntrustedText(path).escaped)", why: systemError(error.number),
      next: error.number == ENOSPC ? "free some space, or another file with -o" : nil)
  }

  /// Why captures cannot be made one.
  init(mixing times: Set<SampledTime>) {
    let modes = times.map { "\($0)" }.sorted().joined(separator: ", ")
    self.init(
      "these captures do not go together", why: "they were made with --mode \(modes)",
      next: "those of one mode at a time")
  }
}

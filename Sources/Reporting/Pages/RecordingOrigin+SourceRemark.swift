import ProfileModel

extension RecordingOrigin {
  /// Why source text may not be what ran, though nothing speaks against it; empty where there is nothing to say.
  var sourceRemark: String {
    if host.isEmpty { return "The recording does not say on which host it was made." }
    return isAttached ? "The program ran already when its recording began, and may have read an earlier text." : ""
  }
}

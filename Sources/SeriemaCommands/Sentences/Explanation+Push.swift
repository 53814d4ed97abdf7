internal import ProfileModel
internal import Pushing
internal import Reporting

extension Explanation {
  /// Why an address cannot be pushed to; without the address, which may hold a password.
  init(_ error: PushAddress.Failure) {
    let why =
      switch error {
      case .otherScheme: "its address begins with http:// or https://"
      case .noHost: "its address names no host"
      case .forbiddenCharacter: "its address holds a space, a control character or a #"
      }
    self.init(
      "--push needs the address of a server", why: why, next: "--push http://localhost:4040", exitStatus: 64)
  }

  init(wrongPushName name: String) {
    self.init(
      "\(UntrustedText(name).escaped) is no name for a server",
      why:
        "a name is made of letters, digits, -, _, . and /; tags follow in braces, their names of letters, digits and _",
      next: "--push-name 'shop{env=staging,region=eu}'", exitStatus: 64)
  }

  /// What an option says of profiles that are pushed has no use.
  init(withoutPush option: String) {
    self.init(
      "\(option) has no use", why: "nothing is pushed without --push", next: "--push http://localhost:4040",
      exitStatus: 64)
  }

  init(brokenVariable name: String) {
    self.init(
      "cannot use \(name)", why: "its value holds a control character, such as the end of a line",
      next: "unset \(name), or the value without it")
  }

  static let noHTTPLibrary = Explanation(
    "cannot push", why: "the library libcurl is not installed (libcurl.so.4)",
    next:
      "apt-get install libcurl4, or dnf install libcurl; or record with --binary, and seriema replay --push elsewhere")

  /// What a user should know as soon as it is so; it is tried again.
  init(firstFailure failure: PushFailure, at address: PushAddress) {
    self.init(
      "could not push to \(UntrustedText(address.shown).escaped)",
      why: Self.reason(failure) + (failure.mayPass ? "; it is tried again" : ""), next: Self.advice(failure))
  }

  /// What was sampled and is not on the server; nil when all of it is.
  ///
  /// - Parameter isRecorded: A recording was to be pushed, which is still there.
  init?(lost summary: PushSummary, at address: PushAddress, isRecorded: Bool = false) {
    guard summary.lost > 0 else { return nil }
    let all = String(count: summary.lost + summary.pushed, of: "profile")
    let (missing, whole) = (summary.lostTime, summary.lostTime + summary.pushedTime)
    let place = UntrustedText(address.shown).escaped
    self.init(
      "\(String(count: summary.lost)) of \(all) could not be pushed to \(place): \(String(duration: missing)) of \(String(duration: whole)) are missing there",
      why: summary.lastFailure.map(Self.reason),
      next: summary.lastFailure.flatMap(Self.advice)
        ?? (isRecorded ? "the same when the server is back" : "--binary as well: what is recorded can be pushed later"))
  }

  private static func reason(_ failure: PushFailure) -> String {
    switch failure {
    case .unreachable(let text): UntrustedText(text.isEmpty ? "there was no connection" : text).escaped
    case .untrusted(let text): UntrustedText(text.isEmpty ? "its certificate is not trusted" : text).escaped
    case .noAnswer: "the server did not answer in time"
    case .noMemory: "there is no memory for it"
    case .refused(let status, let text):
      "the server answered \(status)"
        + (text.split(whereSeparator: \.isNewline).first.map { ": " + UntrustedText($0.trimmed).escaped } ?? "")
    }
  }

  private static func advice(_ failure: PushFailure) -> String? {
    if case .untrusted = failure { return "SSL_CERT_FILE=ca.pem, the certificate of who vouches for that server" }
    guard case .refused(let status, _) = failure else { return nil }
    return switch status {
    case 401, 403:
      "PYROSCOPE_BASIC_AUTH_USER and PYROSCOPE_BASIC_AUTH_PASSWORD, or PYROSCOPE_AUTH_TOKEN, in the environment"
    case 404, 405: "the address of a server that has Pyroscope's /ingest"
    case 300...399: "the address that the server itself has: redirections are not followed"
    default: nil
    }
  }
}

extension PushSummary {
  /// What a server has now.
  func sentence(to address: PushAddress, as application: ApplicationName) -> String {
    let place = UntrustedText(address.shown).escaped
    return
      "pushed \(String(count: pushed, of: "profile")) of \(String(duration: pushedTime)) to \(place) "
      + "as \(UntrustedText(application.text).escaped)"
  }
}

internal import ArgumentParser
internal import ProfileModel
internal import Pushing
internal import Reporting

/// Options of every command that can push a profile to a server.
struct PushArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Push the profile, as pprof, to a server that has Pyroscope's /ingest, while sampling goes on.", valueName: "url")
  )
  var push: String?

  @Option(
    help: ArgumentHelp(
      "What the server is to call the program, and tags: shop{env=staging} (default: the script's or module's name).",
      valueName: "name"))
  var pushName: String?

  /// Where to push to.
  ///
  /// - Parameter length: Of the stretches that were asked for; nil when none was.
  /// - Returns: nil when nothing is to be pushed.
  /// - Throws: When it is no address, or something was asked of a push that there is not.
  func address(every length: DurationArgument? = nil) throws(Explanation) -> PushAddress? {
    guard let push else {
      if pushName != nil { throw Explanation(withoutPush: "--push-name") }
      if length != nil { throw Explanation(withoutPush: "--push-every") }
      return nil
    }
    do throws(PushAddress.Failure) {
      return try PushAddress(push)
    } catch {
      throw Explanation(error)
    }
  }

  /// Everything that is needed for it; to be asked before the program starts.
  ///
  /// - Parameters:
  ///   - words: As the program is, or was, started.
  ///   - length: Of the stretches that were asked for; nil when none was.
  /// - Returns: nil when nothing is to be pushed.
  /// - Throws: When a value is wrong, or there is no libcurl.
  func destination(
    ofProgram words: [String], every length: DurationArgument? = nil
  ) throws(Explanation) -> PushDestination? {
    guard let address = try address(every: length) else { return nil }
    let environment = Environment.current
    let credentials = try PushCredentials(of: address, in: environment)
    var application = ApplicationName(ofProgram: words)
    if let chosen = pushName ?? environment["PYROSCOPE_APPLICATION_NAME"], pushName != nil || !chosen.isEmpty {
      guard let named = ApplicationName(chosen) else { throw Explanation(wrongPushName: chosen) }
      application = named
    }
    application.addDefault("hostname", MachineIdentity.currentHost)
    guard let client = HTTPClient() else { throw Explanation.noHTTPLibrary }
    return PushDestination(
      client: client, address: address, application: application, credentials: credentials,
      agent: "seriema/\(SeriemaCommand.configuration.version)"
    ) { failure in
      let standardError = StandardError()
      if standardError.terminal.isTerminal { standardError.writeRaw("\r\u{1b}[K") }
      standardError.warn(Explanation(firstFailure: failure, at: address))
    }
  }
}

extension PushCredentials {
  /// Those of the address, else those of the environment, in the variables that Pyroscope's own agents have for them.
  ///
  /// Source: https://grafana.com/docs/pyroscope/latest/configure-client/language-sdks/java.
  fileprivate init(of address: PushAddress, in environment: [String: String]) throws(Explanation) {
    self.init()
    func value(_ name: String) throws(Explanation) -> String {
      let text = (environment[name] ?? "")[...].trimmed
      // It goes into a line of the request.
      guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
        throw Explanation(brokenVariable: name)
      }
      return text
    }
    tenant = try value("PYROSCOPE_TENANT_ID")
    if !address.user.isEmpty || !address.password.isEmpty {
      user = address.user
      password = address.password
      if password.isEmpty { password = try value("PYROSCOPE_BASIC_AUTH_PASSWORD") }
    } else {
      token = try value("PYROSCOPE_AUTH_TOKEN")
      user = try value("PYROSCOPE_BASIC_AUTH_USER")
      password = try value("PYROSCOPE_BASIC_AUTH_PASSWORD")
    }
  }
}

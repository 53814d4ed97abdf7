/// Where profiles go, and as what.
package struct PushDestination: Sendable {
  package var client: HTTPClient
  package var address: PushAddress
  package var application: ApplicationName
  package var credentials: PushCredentials
  /// What calls itself the sender, such as `seriema/0.1.0`.
  package var agent: String
  /// Called when a profile could not be pushed for the first time, from the thread that pushes.
  package var noteFailure: @Sendable (PushFailure) -> Void

  package init(
    client: HTTPClient, address: PushAddress, application: ApplicationName, credentials: PushCredentials, agent: String,
    noteFailure: @escaping @Sendable (PushFailure) -> Void = { _ in }
  ) {
    self.client = client
    self.address = address
    self.application = application
    self.credentials = credentials
    self.agent = agent
    self.noteFailure = noteFailure
  }

  /// Asks the server once to take a profile.
  ///
  /// - Parameter isOver: Asked about once a second; true breaks off.
  /// - Throws: When it has not; with what the server says of when to come again.
  func push(
    _ parcel: PushQueue.Parcel, timeoutMilliseconds: Int, isOver: @escaping () -> Bool
  ) throws(PushAttemptFailure) {
    var headers = ["Content-Type: \(IngestRequest.contentType)", "User-Agent: \(agent)"]
    if !credentials.token.isEmpty { headers.append("Authorization: Bearer \(credentials.token)") }
    if !credentials.tenant.isEmpty { headers.append("X-Scope-OrgID: \(credentials.tenant)") }
    let isBasic = credentials.token.isEmpty && !(credentials.user.isEmpty && credentials.password.isEmpty)
    let answer: HTTPClient.Answer
    do throws(PushFailure) {
      answer = try client.post(
        parcel.body, to: parcel.request.url(at: address), headers: headers,
        credentials: isBasic ? "\(credentials.user):\(credentials.password)" : "",
        timeoutMilliseconds: timeoutMilliseconds, isOver: isOver)
    } catch {
      throw PushAttemptFailure(failure: error)
    }
    guard (200...299).contains(answer.status) else {
      throw PushAttemptFailure(
        failure: .refused(status: answer.status, text: answer.text), retryAfterSeconds: answer.retryAfterSeconds)
    }
  }
}

/// A profile that was not taken, and when the server wants to be asked again.
struct PushAttemptFailure: Error {
  var failure: PushFailure
  /// 0: it did not say.
  var retryAfterSeconds = 0
}

package import Foundation

/// A server of our own that profiles are pushed to; gone when it is let go.
package final class ProfileServer {
  private let folder: TemporaryFolder
  private let process: RunningProcess
  package let port: Int
  /// Signed by itself, for 127.0.0.1; nil without TLS.
  package let certificate: URL?

  /// A request that it had.
  package struct Request: Sendable {
    package var path: String
    package var query: [String: String]
    /// Names in small letters.
    package var headers: [String: String]
    /// The status that was answered, or `hang`.
    package var manner: String
    package var body: URL
  }

  /// - Parameter manners: What to answer, the last for ever: statuses, or `hang`.
  package init(answering manners: String..., encrypted: Bool = false) throws {
    folder = try TemporaryFolder()
    certificate = encrypted ? try Self.makeCertificate(in: folder.url) : nil
    process = try RunningProcess(
      URL(filePath: "/usr/bin/python3"),
      [PythonInstallation.program("profile_server.py")] + (certificate.map { ["--tls", $0.path] } ?? [])
        + [folder.url.path] + manners)
    try process.waitForOutput("\n")
    let words = process.outputSoFar.split(whereSeparator: \.isWhitespace)
    guard words.first == "PORT", let last = words.last, let number = Int(last) else {
      throw ProcessFailure(what: "named no port", output: Data(process.outputSoFar.utf8), error: Data())
    }
    port = number
  }

  deinit {
    process.send(SIGKILL)
  }

  package var url: String { "http\(certificate == nil ? "" : "s")://127.0.0.1:\(port)" }

  /// A file with a key and its certificate.
  private static func makeCertificate(in folder: URL) throws -> URL {
    let file = folder.appending(path: "server.pem")
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/openssl"),
      ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", file.path, "-out", file.path + ".certificate"]
    ).finish()
    guard outcome.status == .exited(0) else {
      throw ProcessFailure(what: "made no certificate", output: outcome.output, error: Data(outcome.error.utf8))
    }
    var both = try Data(contentsOf: file)
    both += try Data(contentsOf: URL(filePath: file.path + ".certificate"))
    try both.write(to: file)
    return file
  }

  /// For whoever pushes: a proxy of the environment is not for this.
  package static let environment: [String: String?] = [
    "no_proxy": "127.0.0.1", "PYROSCOPE_AUTH_TOKEN": nil, "PYROSCOPE_BASIC_AUTH_USER": nil,
    "PYROSCOPE_BASIC_AUTH_PASSWORD": nil, "PYROSCOPE_TENANT_ID": nil, "PYROSCOPE_APPLICATION_NAME": nil,
  ]

  /// All requests so far, in their order.
  package var requests: [Request] {
    get throws {
      var requests: [Request] = []
      while true {
        let file = folder.url.appending(path: "\(requests.count).json")
        guard let data = try? Data(contentsOf: file) else { return requests }
        guard let record = try JSONSerialization.jsonObject(with: data) as? [String: Any],
          let path = record["path"] as? String, let query = record["query"] as? [String: String],
          let headers = record["headers"] as? [String: String], let manner = record["manner"] as? String
        else { throw CocoaError(.fileReadCorruptFile) }
        requests.append(
          Request(
            path: path, query: query, headers: headers, manner: manner,
            body: folder.url.appending(path: "\(requests.count).body")))
      }
    }
  }
}

import Foundation
import SeriemaTestSupport
import Testing

/// Profiles that are pushed to a server, read there by Go's pprof.
@Suite(.startsProcesses) struct PushTests {
  private static let python = PythonInstallation("3.13")

  /// Runs a program with `--push`, and gives its reports beside what the server had.
  private func push(
    to url: String, _ options: [String] = [], program: [String] = ["executing.py"],
    environment: [String: String?] = [:]
  ) throws -> SampledRun {
    try SampledRun(
      "run", ["--push", url, "--python", try Self.python.executable.path] + options + program,
      environment: ProfileServer.environment.merging(environment) { $1 })
  }

  /// Samples of each function, as Go's pprof adds up one profile or several.
  private func pprof(_ profiles: [URL]) throws -> (total: Int, functions: [String: Int]) {
    let outcome = try RunningProcess(
      Repository.root.appending(path: ".venv/go-pprof"),
      ["-top", "-sample_index=samples", "-nodecount=100000", "-nodefraction=0", "-edgefraction=0"]
        + profiles.map(\.path)
    ).finish()
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    var functions: [String: Int] = [:]
    for line in outcome.text.split(separator: "\n") {
      guard let match = line.wholeMatch(of: /\s*(\d+) +[\d.]+% +[\d.]+% +\d+ +[\d.]+% +(.*)/), let own = Int(match.1)
      else { continue }
      functions[String(match.2), default: 0] += own
    }
    return (functions.values.reduce(0, +), functions)
  }

  private func samples(of stacks: CollapsedStacks) -> [String: Int] {
    stacks.stacks.reduce(into: [:]) { $0[$1.functions.last ?? "", default: 0] += $1.samples }
  }

  @Test func pushesEachSampleOnce() throws {
    let server = try ProfileServer(answering: "200")
    let run = try push(to: server.url, ["--push-every", "300ms"])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    let requests = try server.requests
    #expect(requests.count >= 2, "\(run.outcome.error)")
    let pushed = try pprof(requests.map(\.body))
    let own = samples(of: run.stacks)
    #expect(pushed.total > 100)
    for (function, samples) in own where samples > 0 {
      #expect(pushed.functions[function] == samples, "\(function): \(pushed.functions)")
    }
    #expect(pushed.total == run.stacks.total)
    // Each stretch begins where the one before ended.
    let times = requests.compactMap { request in
      Int(request.query["from"] ?? "").flatMap { from in Int(request.query["until"] ?? "").map { (from, $0) } }
    }
    #expect(times.count == requests.count)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.0 <= $1.0 && $0.1 <= $1.1 && $1.0 <= $0.1 })
    for request in requests {
      #expect(request.path == "/ingest")
      #expect(request.query["format"] == "pprof")
      #expect(request.query["spyName"] == "seriema")
      #expect(request.query["name"]?.hasPrefix("executing{hostname=") == true, "\(request.query)")
      #expect(request.headers["content-type"] == "application/octet-stream")
      #expect(request.headers["authorization"] == nil)
    }
    #expect(run.outcome.error.contains("pushed \(requests.count) profiles of "), "\(run.outcome.error)")
    #expect(run.outcome.error.contains(" to \(server.url) as executing{hostname="), "\(run.outcome.error)")
    #expect(!run.outcome.error.contains("could not"), "\(run.outcome.error)")
  }

  @Test func pushesToAServerWithACertificateThatIsTrusted() throws {
    let server = try ProfileServer(answering: "200", encrypted: true)
    let certificate = try #require(server.certificate).path
    let untrusted = try push(to: server.url, environment: ["SSL_CERT_FILE": nil, "SSL_CERT_DIR": nil])
    #expect(try server.requests.isEmpty)
    #expect(untrusted.outcome.error.contains("certificate"), "\(untrusted.outcome.error)")
    #expect(untrusted.outcome.error.contains("SSL_CERT_FILE="), "\(untrusted.outcome.error)")
    let trusted = try push(to: server.url, environment: ["SSL_CERT_FILE": certificate, "SSL_CERT_DIR": nil])
    #expect(trusted.outcome.error.contains(" to \(server.url) as "), "\(trusted.outcome.error)")
    #expect(try pprof(server.requests.map(\.body)).total == trusted.stacks.total)
  }

  /// A server makes a series of each label, and rejects a profile whose labels have names with a space in them.
  @Test func profilesHaveNoLabelsAndNoCommandLine() throws {
    let server = try ProfileServer(answering: "200")
    let run = try push(to: server.url, program: ["ending.py", "exits", "0", "hunter2"])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    let body = try #require(try server.requests.first).body
    let raw = try RunningProcess(
      Repository.root.appending(path: ".venv/go-pprof"), ["-raw", body.path]
    ).finish().text
    #expect(raw.contains("samples/count wall/nanoseconds[dflt] idle/nanoseconds"), "\(raw)")
    #expect(!raw.contains("thread"), "\(raw)")
    #expect(!raw.contains("hunter2"), "\(raw)")
  }

  @Test func triesAgainWhileTheServerCannot() throws {
    let server = try ProfileServer(answering: "500", "503", "200")
    let run = try push(to: server.url, ["--push-every", "500ms"])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    let requests = try server.requests
    #expect(requests.prefix(3).map(\.manner) == ["500", "503", "200"])
    #expect(Set(try requests.prefix(3).map { try Data(contentsOf: $0.body) }).count == 1)
    let taken = requests.filter { $0.manner == "200" }
    #expect(try pprof(taken.map(\.body)).total == run.stacks.total)
    // Said once, as soon as it is so, and as text.
    #expect(
      run.outcome.error.contains("warning: could not push to \(server.url)\n  why: the server answered 500: {\"message")
    )
    #expect(!run.outcome.error.contains("\u{1b}"))
    #expect(run.outcome.error.components(separatedBy: "could not").count == 2, "\(run.outcome.error)")
    #expect(run.outcome.error.contains("pushed \(taken.count) profile"), "\(run.outcome.error)")
  }

  @Test func asksNoMoreThanOnceWhereItIsRefused() throws {
    let server = try ProfileServer(answering: "401")
    let run = try push(to: server.url)
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    #expect(try server.requests.count == 1)
    #expect(run.outcome.error.contains("1 of 1 profile could not be pushed to \(server.url)"), "\(run.outcome.error)")
    #expect(run.outcome.error.contains("PYROSCOPE_AUTH_TOKEN"), "\(run.outcome.error)")
  }

  /// The program's status and the table are what they would have been.
  @Test(arguments: ["hang", "away"]) func losesNothingButThePushes(_ manner: String) throws {
    let server = try ProfileServer(answering: manner == "hang" ? "hang" : "200")
    // Nobody listens on the port of a server that is gone.
    let url = manner == "hang" ? server.url : "http://127.0.0.1:1"
    let run = try push(to: url, ["--push-every", "400ms"], program: ["ending.py", "exits", "3"])
    #expect(run.outcome.status == .exited(3), "\(run.outcome.error)")
    #expect(!run.rows.isEmpty, "\(run.outcome.error)")
    #expect(run.stacks.total > 10)
    #expect(run.outcome.error.contains("could not be pushed to \(url): "), "\(run.outcome.error)")
    #expect(!run.outcome.error.contains("pushed 0"))
  }

  @Test func credentialsAreSentAndNeverShown() throws {
    let server = try ProfileServer(answering: "403")
    let basic = "http://me%40here:s3cret@127.0.0.1:\(server.port)/sub/?key=s3cret"
    let run = try push(to: basic, environment: ["PYROSCOPE_TENANT_ID": "team-a", "PYROSCOPE_AUTH_TOKEN": "s3cret"])
    let request = try #require(try server.requests.first)
    #expect(request.path == "/sub/ingest")
    #expect(request.query["key"] == "s3cret")
    #expect(request.headers["authorization"] == "Basic " + Data("me@here:s3cret".utf8).base64EncodedString())
    #expect(request.headers["x-scope-orgid"] == "team-a")
    #expect(!run.outcome.error.contains("s3cret"), "\(run.outcome.error)")
    #expect(run.outcome.error.contains("http://127.0.0.1:\(server.port)/sub\n"), "\(run.outcome.error)")
    let other = try push(to: server.url, environment: ["PYROSCOPE_AUTH_TOKEN": "s3cret"])
    #expect(try server.requests.last?.headers["authorization"] == "Bearer s3cret")
    #expect(!other.outcome.error.contains("s3cret"))
  }

  /// A recording is pushed as one, and a failure is the command's own.
  @Test func pushesRecordings() throws {
    let server = try ProfileServer(answering: "200", "403")
    let folder = try TemporaryFolder()
    let capture = folder.url.appending(path: "a.seriema").path
    let recorded = try SeriemaExecutable.run(
      ["run", "--binary", "-o", capture, "--push", server.url, "--push-name", "shop{env=test,hostname=here}"]
        + ["--python", try Self.python.executable.path, PythonInstallation.program("executing.py")],
      environment: ProfileServer.environment)
    #expect(recorded.status == .exited(0), "\(recorded.error)")
    let replayed = try SeriemaExecutable.run(
      ["replay", "--no-summary", "--push", server.url, capture], environment: ProfileServer.environment)
    #expect(replayed.text.isEmpty, "\(replayed.text)")
    #expect(replayed.status == .exited(1), "\(replayed.error)")
    #expect(replayed.error.contains("error: 1 of 1 profile could not be pushed"), "\(replayed.error)")
    let requests = try server.requests
    #expect(requests.count == 2)
    #expect(requests[0].query["name"] == "shop{env=test,hostname=here}")
    #expect(try pprof([requests[0].body]).functions == pprof([requests[1].body]).functions)
  }

  @Test func refusesBeforeTheProgramStarts() throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "ran").path
    for (options, what) in [
      (["--push", "localhost:4040"], "begins with http:// or https://"),
      (["--push", "http://"], "names no host"),
      (["--push", "http://user:s3cret@ho st"], "holds a space"),
      (["--push", "http://localhost", "--push-name", "a b"], "is no name"),
      (["--push-name", "a"], "--push-name has no use"),
      (["--push-every", "1s"], "--push-every has no use"),
      (["--push", "http://localhost", "--push-every", "0"], "a duration is a number over 0"),
    ] {
      let outcome = try SeriemaExecutable.run(
        ["run"] + options + ["--", "touch", mark], environment: ProfileServer.environment)
      #expect(outcome.status == .exited(64), "\(outcome.error)")
      #expect(outcome.error.contains(what), "\(outcome.error)")
      #expect(!outcome.error.contains("s3cret"))
    }
    #expect(!FileManager.default.fileExists(atPath: mark))
  }
}

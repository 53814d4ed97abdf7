internal import FunctionTiming
internal import Glibc

/// What the bodies of functions are to run by turns with.
struct PairingPlan {
  var requests: [PairRequest]
  /// The revision that the bodies before are taken from; nil for a file, or where both bodies are functions.
  var revision: String?

  var isOnDemand: Bool { requests.contains { $0.body == .sourceOnDemand } }

  /// Two functions: the second's body is the one after.
  ///
  /// - Throws: When there are not two.
  init(of targets: [TimingTarget], checksResults: Bool) throws(Explanation) {
    guard targets.count == 2, targets.allSatisfy(Self.isFunction) else {
      throw Explanation(
        "--paired takes two functions", why: "the body of the second one runs by turns with that of the first",
        next: "-x --paired -t app:before -t app:after", exitStatus: 64)
    }
    revision = nil
    requests = [
      PairRequest(
        target: 0, body: .target(1), label: targets[0].request, checksResults: checksResults,
        seed: .random(in: 0 ... .max))
    ]
  }

  /// Functions that are called for it: each other one by turns with the first, of whose body it takes no notice.
  ///
  /// - Throws: Where there are not two.
  init(called targets: [TimingTarget], checksResults: Bool) throws(Explanation) {
    guard targets.count > 1 else {
      throw Explanation(
        "-x compares functions with the first", why: "there is one", next: "-x -t app:before -t app:after",
        exitStatus: 64)
    }
    revision = nil
    requests = targets.indices.dropFirst().map { index in
      PairRequest(
        target: 0, body: .target(index), label: targets[0].request, checksResults: checksResults,
        seed: .random(in: 0 ... .max))
    }
  }

  /// Functions against what they are elsewhere.
  ///
  /// - Parameter elsewhere: A file if it ends in `.py`; otherwise a revision.
  /// - Throws: When a target does not name one function, or there is no such file or revision.
  init(of targets: [TimingTarget], against elsewhere: String, checksResults: Bool) throws(Explanation) {
    if let target = targets.first(where: { !Self.isFunction($0) && $0.line == nil }) {
      throw Explanation(
        "'\(target.request)' is not one function", why: "--vs takes the other body of each function by its name",
        next: "the functions themselves, each with a -t of its own", exitStatus: 64)
    }
    var body = PairRequest.Body.sourceOnDemand
    if elsewhere.hasSuffix(".py") {
      do throws(InputFile.ReadError) {
        body = .source(try InputFile.readBytes(elsewhere))
      } catch {
        throw Explanation("cannot read \(elsewhere)", why: systemError(error.number))
      }
      revision = nil
    } else {
      if let repository = GitRepository(), repository.commit(of: elsewhere) == nil {
        throw Explanation(
          "there is no revision \(elsewhere)", why: "git knows no commit of that name",
          next: "git log --oneline; or --vs path/to/old.py")
      }
      revision = elsewhere
    }
    requests = targets.indices.map { index in
      PairRequest(
        target: index, body: body, label: elsewhere, checksResults: checksResults, seed: .random(in: 0 ... .max))
    }
  }

  /// The other source of a file.
  func source(_ path: String) throws(TimingSession.SourceProblem) -> [UInt8] {
    guard let revision else { throw .init("nobody was to ask for it") }
    return try GitRepository.content(of: path, at: revision)
  }

  /// Whether a target is the name of a function, and can be looked up.
  static func isFunction(_ target: TimingTarget) -> Bool {
    !target.isPattern && target.line == nil && !target.qualifiedName.contains("<")
  }
}

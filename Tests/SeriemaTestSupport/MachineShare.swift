// A static standard library comes without Testing, and then no test is built.
#if canImport(Testing)
  package import Testing

  /// Whether a test may run beside others; tests that measure time take the machine for themselves.
  package struct MachineShare: TestTrait, SuiteTrait, TestScoping {
    let isExclusive: Bool

    package var isRecursive: Bool { true }

    package func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
      await Machine.shared.enter(exclusively: isExclusive)
      do {
        try await function()
      } catch {
        await Machine.shared.leave()
        throw error
      }
      await Machine.shared.leave()
    }
  }

  extension Trait where Self == MachineShare {
    /// Starts processes, and can share the machine with others that do.
    package static var startsProcesses: MachineShare { MachineShare(isExclusive: false) }
    /// Computes for seconds, and can share the machine with others that do.
    package static var keepsBusy: MachineShare { MachineShare(isExclusive: false) }
    /// Measures time: nothing else that starts processes or keeps the machine busy runs meanwhile.
    package static var measuresTime: MachineShare { MachineShare(isExclusive: true) }
  }

  /// Lets in a few tests that share, or one alone, in the order in which they came.
  private actor Machine {
    static let shared = Machine()

    /// Enough to keep two processors busy; more would only make each other late.
    private static let most = 4

    private var inside = 0
    private var isTakenAlone = false
    private var waiting: [(isExclusive: Bool, go: CheckedContinuation<Void, Never>)] = []

    func enter(exclusively isExclusive: Bool) async {
      if waiting.isEmpty, admit(isExclusive) { return }
      await withCheckedContinuation { waiting.append((isExclusive, $0)) }
    }

    func leave() {
      inside -= 1
      if inside == 0 { isTakenAlone = false }
      while let next = waiting.first, admit(next.isExclusive) {
        waiting.removeFirst()
        next.go.resume()
      }
    }

    private func admit(_ isExclusive: Bool) -> Bool {
      guard inside == 0 || !isTakenAlone && !isExclusive && inside < Self.most else { return false }
      inside += 1
      isTakenAlone = isExclusive
      return true
    }
  }
#endif

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

  /// Lets in some tests that share; one alone when there are no more of those.
  private actor Machine {
    static let shared = Machine()

    /// Enough to keep two processors busy, as many wait for most of their time; more would only make each other late.
    private static let most = 8

    private var inside = 0
    private var isTakenAlone = false
    private var waitingToShare: [CheckedContinuation<Void, Never>] = []
    private var waitingToBeAlone: [CheckedContinuation<Void, Never>] = []

    func enter(exclusively isExclusive: Bool) async {
      if admit(isExclusive) { return }
      await withCheckedContinuation {
        if isExclusive { waitingToBeAlone.append($0) } else { waitingToShare.append($0) }
      }
    }

    func leave() {
      inside -= 1
      if inside == 0 { isTakenAlone = false }
      while !waitingToShare.isEmpty, admit(false) { waitingToShare.removeFirst().resume() }
      while !waitingToBeAlone.isEmpty, admit(true) { waitingToBeAlone.removeFirst().resume() }
    }

    private func admit(_ isExclusive: Bool) -> Bool {
      if isExclusive {
        guard inside == 0, waitingToShare.isEmpty else { return false }
      } else {
        guard inside < Self.most, !isTakenAlone else { return false }
      }
      inside += 1
      isTakenAlone = isExclusive
      return true
    }
  }
#endif

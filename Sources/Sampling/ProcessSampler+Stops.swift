internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// Stopping a thread for a sample: whether, when, and what is done without.
extension ProcessSampler {
  /// How long to wait for a thread to stand still before it is left for later.
  private static let stopTimeoutNanoseconds: UInt64 = 2_000_000
  /// Readings of a moving thread, beyond the first, when it may not be stopped.
  private static let retryLimit = 8
  /// Where the budget allows no stop for longer than a few of its usual intervals, a stack that is cut says more than one
  /// from before. (A stop in which we had no processor may have used it up.)
  private var longestDeferral: Nanoseconds {
    Nanoseconds(Int64(min(max(4 * budget.usualIntervalNanoseconds, 5e6), 50e6)))
  }

  /// How a sample came about.
  enum Settlement {
    /// Read while the thread ran: whole if it held still, else cut.
    case running
    /// As good as one of the samples that were deferred: read while the thread stood still, or after a long time without
    /// such, whether it is whole or cut. (To wait for a whole one would favour what holds still.)
    case representative
    /// Its time is counted with another that is read standing still.
    case deferred
  }

  /// Reads the stack of a thread that calls and returns once more, standing still, if that may be.
  ///
  /// To stop only for those samples that moved would count what holds still twice over: at its own moments, and again at
  /// those of the others, which are a few microseconds late. So a thread that has moved of late is stopped for every
  /// sample, whatever this one's copies look like; only where it waits, they are as good.
  mutating func settle(_ index: Int, _ id: ThreadID, at now: UInt64) -> Settlement {
    if case .failed = reader.outcome(index) { return .running }
    guard budget.isOpen else {
      readUnstopped(index, at: now)
      return .running
    }
    if options.stopsAlways { return settleStopped(index, id, at: now) }
    var isChosen = true
    if histories[index].hasMoved {
      candidateCount += 1
      isChosen = choice.falls(on: budget.probability(at: pace))
    }
    let isAllowed = budget.allows(afterNanoseconds: now &- started)
    let mayStop = isChosen && isAllowed && !pendingStops.contains { $0.thread == id }
    if !histories[index].hasMoved || !mayStop { reader.readUnexpected(index, at: now) }
    let outcome = reader.outcome(index)
    histories[index].note(outcome)
    guard histories[index].hasMoved else {
      reader.doubt(index, false)
      return .running
    }
    if outcome == .complete, !states.isRunning(id, at: now) { return .running }
    guard mayStop else {
      let wasOverdue = histories[index].isOverdue
      histories[index].isOverdue =
        !isAllowed && (wasOverdue || histories[index].deferred.time >= longestDeferral)
      reader.doubt(index, histories[index].isOverdue)
      // Not this one, of which no third copy was made.
      guard wasOverdue, histories[index].isOverdue else { return .deferred }
      readLost(index, at: now)
      return .representative
    }
    return readStopped(index, id, at: now)
  }

  /// Reads the stack of a thread standing still, unless it sleeps: then it stood still for the copies.
  ///
  /// To stop a thread that sleeps would wake it, and end some system calls with `EINTR`.
  private mutating func settleStopped(_ index: Int, _ id: ThreadID, at now: UInt64) -> Settlement {
    if !states.isRunning(id, at: now, isAsked: true) {
      reader.readUnexpected(index, at: now)
      if reader.outcome(index) == .complete { return .running }
    }
    if pendingStops.contains(where: { $0.thread == id }) { return .deferred }
    return readStopped(index, id, at: now)
  }

  /// Stops a thread and reads its stack.
  private mutating func readStopped(_ index: Int, _ id: ThreadID, at now: UInt64) -> Settlement {
    let keepsExit = isChild && id.rawValue == process.rawValue
    do throws(StopError) {
      let stop = try StoppedThread(
        stopping: id, timeoutNanoseconds: Self.stopTimeoutNanoseconds, keepingExit: keepsExit)
      let since = stop.sinceNanoseconds
      reader.readStopped(index, at: since)
      _ = consume stop
      counts.stopped += 1
      budget.spend(nanoseconds: MonotonicClock.nowNanoseconds &- since)
      guard reader.outcome(index) == .unexpected else { return .representative }
      // So much of it is new that it would have been kept waiting: the next sample knows where to look.
      reader.readUnexpected(index, at: now)
      return .running
    } catch {
      switch error {
      case .exited:
        followExec(of: id)
        return .running
      case .timedOut: pendingStops.append(PendingStop(thread: id, keepingExit: keepsExit))
      case .refused:
        counts.refused += 1
        budget.refuse()
      }
      return budget.isOpen ? .deferred : .running
    }
  }

  /// Reads the stack of a thread that must not be stopped, of which what moved is kept as far as it is certain.
  private mutating func readUnstopped(_ index: Int, at now: UInt64) {
    reader.readUnexpected(index, at: now)
    histories[index].note(reader.outcome(index))
    reader.doubt(index, histories[index].hasMoved)
    readLost(index, at: now)
  }

  /// Reads a stack again of which nothing at all is certain, or not whether it belongs to what is sampled: that favours
  /// what holds still, but a stack is nearer to the truth than none.
  private mutating func readLost(_ index: Int, at now: UInt64) {
    for _ in 0..<Self.retryLimit {
      guard reader.outcome(index) == .moved,
        reader.withFrames(index, { $0.isEmpty }) || options.mode == .exception && reader.exception(index) == .unknown
      else { break }
      reader.readAgain(index, at: now)
    }
  }

  /// Lets go the threads that have come to a stop that was asked for too long ago.
  mutating func finishPendingStops() {
    var index = 0
    while index < pendingStops.count {
      do throws(StopError) {
        // Lets it go at once.
        _ = try StoppedThread(finishing: pendingStops[index], timeoutNanoseconds: 0)
        pendingStops.remove(at: index)
      } catch {
        switch error {
        case .timedOut: index += 1
        case .refused: pendingStops.remove(at: index)
        case .exited: followExec(of: pendingStops.remove(at: index).thread)
        }
      }
    }
  }

  /// Looks where a stop has gone whose thread is no more.
  ///
  /// A thread that executes another program takes over the id of the process, and a stop that was asked for with it.
  private mutating func followExec(of id: ThreadID) {
    let first = ThreadID(process.rawValue)
    guard id != first, !pendingStops.contains(where: { $0.thread == first }),
      let tracer = try? ProcessStatus(of: process).tracer, tracer.rawValue == ThreadID.own.rawValue
    else { return }
    pendingStops.append(PendingStop(thread: first, keepingExit: isChild))
  }
}

import ProfileModel

/// The ledger in sentences, warnings first: what became of the samples that were wanted.
struct LedgerAccount: Sendable {
  private let ledger: Ledger

  init(_ ledger: Ledger) {
    self.ledger = ledger
  }

  var paragraphs: [Paragraph] {
    warnings.map { Paragraph("warning: " + $0, role: .warning) } + sentences.map { Paragraph($0, role: .quiet) }
  }

  /// The account itself.
  var sentences: [String] {
    guard ledger.tellsLosses else {
      let taken = String(count: ledger.taken, of: "sample")
      return [rate, "\(taken); which of them are partial, what failed and what its sampler used is not told"]
    }
    return [rate, samples] + stops + [ownCost]
  }

  /// Below this many samples even a share of 50 % is uncertain by ten points.
  private static let fewSamples = 100
  /// The part of the wanted rate below which the report warns.
  private static let lowRate = 0.95

  /// What makes the figures less sure than they look.
  var warnings: [String] {
    var warnings: [String] = []
    if ledger.taken < LedgerAccount.fewSamples {
      let count = ledger.taken == 0 ? "no samples" : "only " + String(count: ledger.taken, of: "sample")
      let points = WilsonInterval(share: 0.5, samples: ledger.effective.count).halfWidth * 100
      let effect = ledger.taken == 0 ? "" : ", so shares may be off by \(points.digits(decimals: 0)) points"
      warnings.append("\(count)\(effect): sample for longer or at a higher rate")
    }
    let reached = ledger.wantedRate > 0 ? ledger.reachedRate / ledger.wantedRate : 1
    if ledger.elapsed > .zero, reached < LedgerAccount.lowRate {
      warnings.append(
        "only \(String(percent: reached)) % of the wanted rate was reached, \(limit): times are still measured, but rest "
          + "on fewer samples")
    }
    return warnings
  }

  /// What kept the rate below the one wanted.
  private var limit: String {
    guard ledger.tellsLosses else { return "for a reason that the recording does not tell" }
    if ledger.ticksYielded > ledger.ticksMissed {
      let share = String(percent: ledger.stoppedTime.share(of: ledger.elapsed))
      return "because the program may not be stopped for more: it stood still for \(share) % of the time"
    }
    if ledger.ownCPUShare >= LedgerAccount.saturatedShare {
      let tick = ledger.ticksTaken > 0 ? ledger.ownCPU.seconds / Double(ledger.ticksTaken) : 0
      return "because a tick took \(String(nanoseconds: tick * 1e9)) of CPU time, and all of one core is all there is"
    }
    return "because the machine was too busy to wake seriema in time"
  }

  /// Of one core: more than this, and sampling had no pause.
  private static let saturatedShare = 0.85

  private var rate: String {
    var text = "rate: \(String(rate: ledger.reachedRate)) reached of \(String(rate: ledger.wantedRate)) wanted"
    let missed = ledger.ticksMissed
    if !ledger.tellsLosses {
      text += "; \(String(count: missed)) missed"
    } else if ledger.ticksLate > 0 || missed > 0 {
      let late = String(count: ledger.ticksLate, of: "tick")
      text += "; \(late) late, \(String(count: missed)) missed"
    }
    if ledger.ticksYielded > 0 {
      text += "; \(String(count: ledger.ticksYielded, of: "tick")) left out for the stop budget"
    }
    return text
  }

  private var samples: String {
    let counts = [
      String(count: ledger.taken) + " taken",
      ledger.partial > 0 ? String(count: ledger.partial) + " of them partial" : "none partial",
      ledger.failed > 0 ? String(count: ledger.failed) + " failed" : "none failed",
    ]
    let reasons = ledger.reasons.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let text = "samples: " + counts.joined(separator: ", ")
    guard !reasons.isEmpty else { return text }
    let list = reasons.map { "\(UntrustedText($0.key).escaped): \(String(count: $0.value))" }
    return text + " (" + list.joined(separator: ", ") + ")"
  }

  private var stops: [String] {
    ledger.refused > 0 ? successfulStops + [refusals] : successfulStops
  }

  private var refusals: String {
    "\(String(count: ledger.refused, of: "time")) the kernel refused to stop a thread, as it does while another tracer has it"
  }

  private var successfulStops: [String] {
    guard ledger.stopped > 0 || ledger.stoppedTime > .zero else { return [] }
    let share = String(percent: ledger.stoppedTime.share(of: ledger.elapsed), decimals: 2)
    let count = String(count: ledger.stopped, of: "sample")
    var text = "stopped the program for \(count): \(String(duration: ledger.stoppedTime)), \(share) % of the run"
    if ledger.deferred > 0 {
      text += "; \(String(count: ledger.deferred)) more would have been over the budget, and their time is counted "
      text += "with the nearest that was stopped for"
    }
    return [text]
  }

  private var ownCost: String {
    "seriema's own CPU: \(String(percent: ledger.ownCPUShare)) % of one core"
  }
}

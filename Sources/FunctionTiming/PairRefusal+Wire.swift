import CTimingWire
import ProfileModel

extension PairRefusal {
  /// - Parameters:
  ///   - code: One of the reasons of `timing_pairs.h`; another is told by its number.
  ///   - detail: What the agent noted with it.
  ///   - sourceProblem: Why there is no source, where it was asked for.
  init(code: UInt32, detail: String, sourceProblem: String?) {
    self =
      switch code {
      case UInt32(SERIEMA_TIMING_PAIR_SUSPENDS): .suspends(kind: detail)
      case UInt32(SERIEMA_TIMING_PAIR_IS_LOCAL): .isLocal
      case UInt32(SERIEMA_TIMING_PAIR_NOT_THERE): .notThere
      case UInt32(SERIEMA_TIMING_PAIR_AMBIGUOUS): .ambiguous
      case UInt32(SERIEMA_TIMING_PAIR_NOT_COMPILED): .notCompiled(error: detail)
      case UInt32(SERIEMA_TIMING_PAIR_ARGUMENTS): .arguments(both: detail)
      case UInt32(SERIEMA_TIMING_PAIR_DEFAULTS): .defaults
      case UInt32(SERIEMA_TIMING_PAIR_CLOSURE): .closure(both: detail)
      case UInt32(SERIEMA_TIMING_PAIR_DECORATORS): .decorators
      case UInt32(SERIEMA_TIMING_PAIR_GLOBALS): .globals(names: detail)
      case UInt32(SERIEMA_TIMING_PAIR_OWN_SOURCE): .ownSource(error: detail)
      case UInt32(SERIEMA_TIMING_PAIR_NO_SOURCE):
        .noSource(reason: sourceProblem ?? "nobody gave it within ten seconds")
      case UInt32(SERIEMA_TIMING_PAIR_NOT_A_FUNCTION): .notAFunction
      case UInt32(SERIEMA_TIMING_PAIR_FAILED): .failed(error: detail)
      case UInt32(SERIEMA_TIMING_PAIR_NO_ROOM): .noRoom
      default: .failed(error: "reason \(code)")
      }
  }
}

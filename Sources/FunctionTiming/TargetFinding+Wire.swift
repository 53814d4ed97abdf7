import CTimingWire
import ProfileModel

extension TargetFinding {
  /// - Parameters:
  ///   - code: One of `SERIEMA_TIMING_FINDING_…`; another says nothing.
  ///   - detail: What the agent noted with it.
  init(code: UInt32, detail: String) {
    self =
      switch code {
      case UInt32(SERIEMA_TIMING_FINDING_NOT_DEFINED): .notDefined
      case UInt32(SERIEMA_TIMING_FINDING_FUNCTION): .function(qualifiedName: detail)
      case UInt32(SERIEMA_TIMING_FINDING_IS_C): .writtenInC(type: detail)
      case UInt32(SERIEMA_TIMING_FINDING_PLAIN_CLASS): .plainClass
      case UInt32(SERIEMA_TIMING_FINDING_NOT_CALLABLE): .notCallable(type: detail)
      case UInt32(SERIEMA_TIMING_FINDING_NO_FUNCTION_AT_LINE): .noFunctionAtLine
      default: .noModule
      }
  }
}

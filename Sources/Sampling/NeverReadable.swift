package import CPythonInspection
package import ProfileModel

/// Nothing was ever readable as Python: why not, when it was last tried.
package struct NeverReadable: Error {
  package var last: InspectionError?
  /// The processes that were followed; empty when there was to be one only.
  package var processes: [SampledProcess] = []
}

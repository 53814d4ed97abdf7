package import CPythonInspection

/// A process was never readable as Python: why not, when it was last tried.
package struct NeverReadable: Error {
  package var last: InspectionError?
}

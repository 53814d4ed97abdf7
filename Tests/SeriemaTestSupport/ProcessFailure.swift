import Foundation

/// A process that did not do what a test needs of it.
package struct ProcessFailure: Error, CustomStringConvertible {
  let what: String
  let output: Data
  let error: Data

  package var description: String {
    """
    the process \(what)
    stdout: \(String(decoding: output.suffix(2000), as: UTF8.self))
    stderr: \(String(decoding: error.suffix(2000), as: UTF8.self))
    """
  }
}

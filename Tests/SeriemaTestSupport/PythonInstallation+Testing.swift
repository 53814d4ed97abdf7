#if canImport(Testing)
  import Testing

  extension PythonInstallation: CustomTestStringConvertible {
    package var testDescription: String { "Python \(version)" }
  }
#endif

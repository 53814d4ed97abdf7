// A static standard library comes without Testing, and then no test is built.
#if canImport(Testing)
  package import Testing

  extension Tag {
    /// Starts the Pythons of `PythonInstallation.sampled`.
    @Tag package static var realPython: Self
  }
#endif

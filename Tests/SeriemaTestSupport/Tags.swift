package import Testing

extension Tag {
  /// Starts the Pythons of `PythonInstallation.required`.
  @Tag package static var realPython: Self
}

internal import CPythonInspection
internal import LinuxProcess

extension Explanation {
  /// There is no module that `-m` names.
  init(missingModuleOf command: PythonCommand) {
    let name = command.module ?? ""
    self.init(
      "there is no module \(name)", why: "\(command.executable) finds none in this folder or among its packages",
      next: "from the folder that has it, or --python with the interpreter that it is installed for")
  }

  /// A program ended without a sample.
  ///
  /// - Parameter error: Why it could not be read when that was last tried.
  init(neverSampled command: PythonCommand, because error: InspectionError?) {
    switch error {
    case .process(.notPermitted(let facts)):
      self.init(refusedBy: AccessGates(facts), command: "seriema run …")
    case .some(let error) where error.saysWhy:
      self.init(error)
    default:
      self.init(neverSampled: command)
    }
  }

  private init(neverSampled command: PythonCommand) {
    self.init(
      "no sample was taken of \(command.title)", why: "it ended before it ran any Python code, or is not Python",
      next: "seriema run with the script itself, or -- and the whole command")
  }
}

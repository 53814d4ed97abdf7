internal import CPythonInspection
internal import ProfileModel

extension DumpedVariable {
  init(_ variable: FrameVariable) {
    let kind: Kind =
      switch variable.kind {
      case .argument: .argument
      case .local: .local
      case .cell: .cell
      case .free: .free
      case .global: .global
      }
    self.init(name: variable.name, kind: kind, value: ValueText(variable.value))
  }
}

extension ValueText {
  init(_ description: ObjectDescription) {
    self.init(type: description.type, text: description.text, isCut: description.isCut)
  }
}

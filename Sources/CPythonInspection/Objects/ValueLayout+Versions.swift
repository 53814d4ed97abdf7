// swift-format-ignore: AlwaysUseLowerCamelCase
extension ValueLayout {
  static let python3_8 = ValueLayout(
    type: TypeLayout(cachedKeys: 872), dict: .python3_8, attributes: .unmanaged, functionCode: 16, functionName: 104)

  static let python3_9 = ValueLayout(
    type: TypeLayout(cachedKeys: 864), dict: .python3_8, attributes: .unmanaged, functionCode: 16, functionName: 104)

  static let python3_10 = ValueLayout(type: TypeLayout(cachedKeys: 872), dict: .python3_8, attributes: .unmanaged)

  static let python3_11 = ValueLayout(
    type: TypeLayout(cachedKeys: 872), dict: .python3_11, attributes: .apart(values: -32, dictionary: -24))

  static let python3_12 = ValueLayout(
    type: TypeLayout(cachedKeys: 880), int: IntLayout(hasTag: true), dict: .python3_11, attributes: .marked(-24))

  static let python3_13 = ValueLayout(
    type: TypeLayout(cachedKeys: 880), int: IntLayout(hasTag: true), dict: .python3_13,
    attributes: .inside(dictionary: -24))

  static let python3_14 = ValueLayout(
    type: TypeLayout(cachedKeys: 880), tupleItems: 32, int: IntLayout(hasTag: true), dict: .python3_13,
    attributes: .inside(dictionary: -24))

  static let python3_15 = ValueLayout(
    type: TypeLayout(cachedKeys: 888), tupleItems: 32, int: IntLayout(hasTag: true), dict: .python3_13,
    attributes: .inside(dictionary: -24))
}

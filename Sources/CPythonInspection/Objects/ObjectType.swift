/// What a type says of its instances, read once.
struct ObjectType {
  /// `tp_name`: without the module where the class was written in Python.
  var name: String
  var flags: UInt64
  /// `tp_basicsize` and `tp_itemsize`.
  var basicSize: Int
  var itemSize: Int
  /// `tp_dictoffset`; negative: from the end of the object.
  var dictOffset: Int
  /// `tp_mro` and `tp_base`; 0 where there is none.
  var order: UInt64
  var base: UInt64
  /// `tp_members`, an array of `PyMemberDef`.
  var members: UInt64
  /// `tp_dict`.
  var dictionary: UInt64
  /// `ht_cached_keys`; 0 where there are none.
  var cachedKeys: UInt64
  /// The built-in type that it is, or that it is made from.
  var kind: Kind
  /// Whether it is that very type.
  var isBuiltin: Bool

  var isHeapType: Bool { flags & ValueLayout.TypeLayout.isHeapType != 0 }
  var managesDictionary: Bool { flags & ValueLayout.TypeLayout.managesDictionary != 0 }

  /// The built-in types whose values can be read, by `tp_name`.
  enum Kind: String {
    case none = "NoneType"
    case ellipsis
    case bool
    case int
    case float
    case complex
    case string = "str"
    case bytes
    case tuple
    case list
    case dict
    case set
    case frozenSet = "frozenset"
    case cell
    case function
    case builtinFunction = "builtin_function_or_method"
    case method
    case module
    case type
    case code
    case exception = "BaseException"
    /// Any other.
    case object
  }
}

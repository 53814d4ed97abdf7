/// Where the built-in types keep their values, for one version and build; offsets in bytes.
///
/// What does not differ between 3.8 and 3.15 is preset.
/// Source: `Include/cpython/*.h` and `Include/internal/pycore_dict.h` of each version, measured from its headers, and
/// `Objects/dictobject.c` where a header is private.
struct ValueLayout: Hashable, Sendable {
  var type: TypeLayout
  /// `ob_size` of `PyVarObject`.
  var count = 16
  /// `ob_item` of `PyTupleObject`, an array, and of `PyListObject`, a pointer to one.
  var tupleItems = 24
  var listItems = 24
  /// `ob_fval` of `PyFloatObject`; `cval` of `PyComplexObject`, two doubles.
  var floatValue = 16
  var complexValue = 16
  var int = IntLayout()
  var dict: DictLayout
  var set = SetLayout()
  var attributes: AttributesForm
  /// `md_dict` of `PyModuleObject`.
  var moduleDictionary = 16
  /// `func_code` and `func_qualname` of `PyFunctionObject`.
  var functionCode = 48
  var functionName = 40
  /// `im_func` of `PyMethodObject`.
  var methodFunction = 16
  /// `m_ml` of `PyCFunctionObject`, whose `PyMethodDef` begins with the name.
  var builtinDefinition = 16
  /// `ob_ref` of `PyCellObject`.
  var cellContents = 16
  /// `args` of `PyBaseExceptionObject`, a tuple.
  var exceptionArguments = 24

  /// `PyTypeObject` and `PyHeapTypeObject`.
  struct TypeLayout: Hashable, Sendable {
    var basicSize = 32
    var itemSize = 40
    var flags = 168
    /// `tp_members`, an array of `PyMemberDef`.
    var members = 240
    var base = 256
    var dictionary = 264
    var dictOffset = 288
    /// `tp_mro`, a tuple.
    var order = 344
    /// `ht_cached_keys`, the names of attributes that instances keep without a dict of their own.
    var cachedKeys: Int

    /// Bytes from the start that hold every field of `PyTypeObject` above.
    var byteCount: Int { max(basicSize, itemSize, flags, members, base, dictionary, dictOffset, order) + 8 }

    // Of `tp_flags`; inline values exist from 3.13 on.
    static let hasInlineValues: UInt64 = 1 << 2
    static let managesDictionary: UInt64 = 1 << 4
    static let isHeapType: UInt64 = 1 << 9
  }

  /// `PyLongObject`: digits of 30 bits, the lowest first.
  struct IntLayout: Hashable, Sendable {
    /// `ob_size` or `lv_tag`.
    var head = 16
    var digits = 24
    /// From 3.12 on the head is the count above three bits, of which two say the sign; before, a signed count.
    var hasTag = false
  }

  /// `PyDictObject`, `PyDictKeysObject` and `PyDictValues`.
  struct DictLayout: Hashable, Sendable {
    var used = 16
    var keys = 32
    /// `ma_values`: not null where the keys are shared with other dicts.
    var values = 40
    /// Where in what it points at the values begin.
    var valuesStart: Int
    var form: KeysForm

    enum KeysForm: Hashable, Sendable {
      /// To 3.10: `dk_size`, which also says how wide the indices are; an entry is hash, key, value.
      case sized(size: Int, entryCount: Int, indices: Int)
      /// From 3.11 on: `dk_log2_index_bytes`, `dk_kind`; only where the kind is 0 an entry has a hash.
      case logarithmic(indexBytes: Int, kind: Int, entryCount: Int, indices: Int)
    }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    static let python3_8 = DictLayout(valuesStart: 0, form: .sized(size: 8, entryCount: 32, indices: 40))
    // swift-format-ignore: AlwaysUseLowerCamelCase
    static let python3_11 = DictLayout(
      valuesStart: 0, form: .logarithmic(indexBytes: 9, kind: 10, entryCount: 24, indices: 32))
    // swift-format-ignore: AlwaysUseLowerCamelCase
    static let python3_13 = DictLayout(
      valuesStart: 8, form: .logarithmic(indexBytes: 9, kind: 10, entryCount: 24, indices: 32))
  }

  /// `PySetObject`: a table of key and hash, 16 bytes each.
  struct SetLayout: Hashable, Sendable {
    var used = 24
    var mask = 32
    var table = 40
  }

  /// Where an instance keeps its attributes, if its type says that the interpreter manages them.
  enum AttributesForm: Hashable, Sendable {
    /// To 3.10: never; only `tp_dictoffset` counts.
    case unmanaged
    /// 3.11: pointers to values and to a dict, one of them null.
    case apart(values: Int, dictionary: Int)
    /// 3.12: one word, to values where its lowest bit is set, and then one below them, else to a dict.
    case marked(Int)
    /// From 3.13 on: a pointer to a dict, and where it is null values inside of the object, behind `tp_basicsize`.
    case inside(dictionary: Int)
  }
}

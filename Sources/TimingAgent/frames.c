/// Which function a frame of a shared code object belongs to.

#include "frames.h"

#include "discovery.h"

/// The beginning of `PyFunctionObject`, the same in CPython 3.12 to 3.15.
///
/// Source: `_Py_COMMON_FIELDS` in `Include/cpython/funcobject.h`.
struct function_object {
  PyObject ob_base;
  PyObject *globals, *builtins, *name, *qualified_name, *code, *defaults, *keyword_defaults, *closure;
};

/// `PyCellObject`.
struct cell_object {
  PyObject ob_base;
  PyObject *content;
};

PyAPI_DATA(PyTypeObject) PyFunction_Type;
PyAPI_DATA(PyTypeObject) PyCell_Type;

enum { VARIANT_LIMIT = SERIEMA_VARIANT_TABLE_SIZE / 2 };

static inline bool is_function(const PyObject *object) {
  return object != NULL && Py_TYPE((PyObject *)object) == &PyFunction_Type;
}

const PyObject *seriema_code_of(const PyObject *object) {
  return is_function(object) ? ((const struct function_object *)object)->code : NULL;
}

void seriema_find_frames(void) {
  int minor = (int)(Py_Version >> 16 & 0xFF);
  // A later version may have them elsewhere, and must not be read like these.
  int form = minor == 12 ? 12 : minor >= 13 && minor <= 15 ? 13 : 0;
  seriema_agent.frame_form = form;
  PyFrameObject *frame = form != 0 ? PyEval_GetFrame() : NULL;
  PyObject *code = frame != NULL ? (PyObject *)PyFrame_GetCode(frame) : NULL;
  const struct seriema_frame *running = code != NULL ? seriema_running_frame(code) : NULL;
  if (running == NULL || seriema_code_of(seriema_untagged(running->function)) != code) {
    seriema_agent.frame_form = 0;
  }
  Py_DecRef(code);
}

/// The first function that a function closes over.
static PyObject *wrapped_by(const struct function_object *function) {
  PyObject *closure = function->closure;
  if (closure == NULL) return NULL;
  Py_ssize_t count = PyTuple_Size(closure);
  for (Py_ssize_t i = 0; i < count && i < 8; i++) {
    const struct cell_object *cell = (const struct cell_object *)PyTuple_GetItem(closure, i);
    if (cell == NULL || Py_TYPE((PyObject *)cell) != &PyCell_Type) break;
    // A function that closes over itself is recursive, and no wrapper.
    if (is_function(cell->content) && cell->content != (const PyObject *)function) return cell->content;
  }
  return NULL;
}

static struct seriema_variant *variant_of(struct seriema_interpreter *interpreter, struct seriema_variant_key key) {
  uintptr_t mixed = ((uintptr_t)key.code ^ (uintptr_t)key.name >> 3 ^ (uintptr_t)key.wrapped << 7) >> 4;
  uint32_t i = (uint32_t)(mixed * UINT64_C(0x9E3779B97F4A7C15) >> 52);
  for (;; i = (i + 1) % SERIEMA_VARIANT_TABLE_SIZE) {
    const struct seriema_variant_key *known = &interpreter->variants[i].key;
    if (known->code == NULL) return &interpreter->variants[i];
    if (known->code == key.code && known->name == key.name && known->wrapped == key.wrapped) {
      return &interpreter->variants[i];
    }
  }
}
_Static_assert(SERIEMA_VARIANT_TABLE_SIZE == 1 << (64 - 52), "the hash gives an index");

static bool keep_variant(
    struct seriema_interpreter *interpreter, struct seriema_variant *free_entry, struct seriema_variant_key key,
    uint32_t function) {
  if (interpreter->variant_count >= VARIANT_LIMIT) return false;
  interpreter->variant_count++;
  Py_IncRef(key.name);
  Py_IncRef(key.wrapped);
  *free_entry = (struct seriema_variant){key, function, function};
  return true;
}

/// `module:qualname` of a function, as its own attributes have it.
static size_t write_label(const struct function_object *function, PyObject *module, char *label, size_t size) {
  struct seriema_name parts[] = {seriema_name_of(module), {":", 1}, seriema_name_of(function->qualified_name)};
  size_t length = 0;
  for (size_t i = parts[0].length > 0 ? 0 : 2; i < 3; i++) {
    if (parts[i].length > size - length) return 0;
    memcpy(label + length, parts[i].bytes, parts[i].length);
    length += parts[i].length;
  }
  return length;
}

/// `__module__`, which `functools.wraps` sets like `__qualname__`; a borrowed reference kept by the function.
static PyObject *module_of(const struct function_object *function) {
  PyObject *module = PyObject_GetAttrString((PyObject *)function, "__module__");
  PyErr_Clear();
  return module;
}

/// Finds the entry of a function that was seen for the first time.
static uint32_t make_variant(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct function_object *function, PyObject *wrapped,
    struct seriema_variant *free_entry, struct seriema_variant_key key) {
  const struct function_object *named =
      function->qualified_name != entry->qualified_name ? function : (const struct function_object *)wrapped;
  char label[512];
  PyObject *module = module_of(named);
  size_t length = write_label(named, module, label, sizeof label);
  Py_DecRef(module);
  const struct seriema_timing_function *base = &seriema_agent.region->functions[entry->function];
  const struct seriema_identity identity = {entry->code, seriema_text_name(base->module), {label, length}};
  struct seriema_targets targets;
  memcpy(targets.words, base->targets, sizeof targets.words);
  int64_t index = length > 0 ? seriema_function_of(interpreter, &identity, &targets) : -1;
  uint32_t result = index >= 0 ? (uint32_t)index : entry->function;
  keep_variant(interpreter, free_entry, key, result);
  PyErr_Clear();
  return result;
}

uint32_t seriema_function_in(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_frame *frame) {
  PyObject *object = seriema_untagged(frame->function);
  if (!is_function(object)) return entry->function;
  const struct function_object *function = (const struct function_object *)object;
  if (entry->traits & SERIEMA_NAMED) {
    const struct seriema_variant_key key = {entry->code, object, NULL};
    const struct seriema_variant *named = variant_of(interpreter, key);
    if (named->key.code != NULL) return named->function;
  }
  PyObject *wrapped = wrapped_by(function);
  if (wrapped == NULL && function->qualified_name == entry->qualified_name) return entry->function;
  const struct seriema_variant_key key = {
      entry->code, function->qualified_name, wrapped != NULL ? ((struct function_object *)wrapped)->code : NULL};
  struct seriema_variant *variant = variant_of(interpreter, key);
  if (variant->key.code != NULL) return variant->function;
  return make_variant(interpreter, entry, function, wrapped, variant, key);
}

void seriema_share_targets(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  struct seriema_timing_function *functions = seriema_agent.region->functions;
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE; i++) {
    const struct seriema_variant *variant = &interpreter->variants[i];
    if (variant->key.code != entry->code) continue;
    for (size_t word = 0; word < SERIEMA_TIMING_TARGET_WORDS; word++) {
      __atomic_fetch_or(
          &functions[variant->function].targets[word], functions[entry->function].targets[word], __ATOMIC_RELEASE);
    }
  }
}

struct seriema_variant *seriema_named_variant(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, PyObject *function_object) {
  const struct seriema_variant_key key = {entry->code, function_object, NULL};
  struct seriema_variant *variant = variant_of(interpreter, key);
  return variant->key.code != NULL ? variant : NULL;
}

bool seriema_name_function(
    struct seriema_interpreter *interpreter, struct seriema_code_entry *entry, PyObject *function_object,
    uint32_t function) {
  const struct seriema_variant_key key = {entry->code, function_object, NULL};
  struct seriema_variant *variant = variant_of(interpreter, key);
  if (variant->key.code == NULL && !keep_variant(interpreter, variant, key, function)) return false;
  entry->traits |= SERIEMA_NAMED;
  return true;
}

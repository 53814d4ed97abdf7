/// See `segments.h`. All of it runs under the GIL, while no call is being counted in this process.

#include "segments.h"

#include <unistd.h>

#include "frames.h"
#include "suspension.h"

/// Entries that were used and may be used again.
static bool is_free[SERIEMA_TIMING_FUNCTIONS];

static struct seriema_timing_function *function_at(uint32_t index) {
  return &seriema_agent.region->functions[index];
}

static uint32_t function_count(void) {
  uint32_t count = seriema_agent.region->header.function_count;
  return count < SERIEMA_TIMING_FUNCTIONS ? count : SERIEMA_TIMING_FUNCTIONS;
}

void seriema_forget_segments(void) { memset(is_free, 0, sizeof is_free); }

int64_t seriema_reuse_functions(uint32_t count) {
  for (uint32_t i = 0; i + count <= function_count(); i++) {
    if (!is_free[i] || !is_free[i + count - 1]) continue;
    for (uint32_t j = i; j < i + count; j++) is_free[j] = false;
    return i;
  }
  return -1;
}

static bool is_same_text(struct seriema_timing_text a, struct seriema_timing_text b) {
  return a.offset == b.offset && a.length == b.length;
}

/// Whether two entries are segments of one function: one was copied from the other, so they share their texts.
static bool is_same_function(const struct seriema_timing_function *a, const struct seriema_timing_function *b) {
  return is_same_text(a->qualified_name, b->qualified_name) && is_same_text(a->file, b->file) &&
         is_same_text(a->module, b->module) && is_same_text(a->label, b->label) && a->first_line == b->first_line &&
         a->code_flags == b->code_flags;
}

static bool has_targets(const struct seriema_timing_function *function) {
  const struct seriema_targets all = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
  return seriema_is_named_by(function, &all);
}
_Static_assert(SERIEMA_TIMING_TARGET_WORDS == 4, "all of them");

static bool has_exactly(const struct seriema_timing_function *function, const struct seriema_targets *targets) {
  return memcmp(function->targets, targets->words, sizeof targets->words) == 0;
}

/// The segment of a function for a set of targets, made if need be; -1 when the table is full.
static int64_t segment_for(uint32_t like, const struct seriema_targets *targets) {
  for (uint32_t i = 0; i < function_count(); i++) {
    if (function_at(i)->ready && is_same_function(function_at(i), function_at(like)) &&
        has_exactly(function_at(i), targets)) {
      return i;
    }
  }
  int64_t index = seriema_take_functions(function_at(like)->latency != 0 ? 2 : 1);
  if (index < 0) return -1;
  struct seriema_timing_function *segment = function_at((uint32_t)index);
  *segment = *function_at(like);
  memcpy(segment->targets, targets->words, sizeof segment->targets);
  segment->latency = segment->latency != 0 ? (uint32_t)index + 1 : 0;
  return index;
}

/// Has `*place` count for one more target.
static bool add_target(uint32_t *place, uint32_t index) {
  struct seriema_targets targets;
  memcpy(targets.words, function_at(*place)->targets, sizeof targets.words);
  targets.words[index / 64] |= UINT64_C(1) << (index % 64);
  int64_t segment = segment_for(*place, &targets);
  if (segment < 0) return false;
  *place = (uint32_t)segment;
  return true;
}

/// What a function is called in its own module, for one that shares its code object.
static struct seriema_name label_of(uint32_t index, char *label, size_t size) {
  const struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  struct seriema_name place = seriema_text_name(target->place);
  struct seriema_name name = seriema_text_name(target->qualified_name);
  size_t length = place.length + 1 + name.length;
  if (length > size) return (struct seriema_name){"", 0};
  memcpy(label, place.bytes, place.length);
  label[place.length] = ':';
  memcpy(label + place.length + 1, name.bytes, name.length);
  return (struct seriema_name){label, length};
}

/// The place that says where the calls of one function object are counted, whose code object others may have too.
static uint32_t *place_of_object(
    struct seriema_interpreter *interpreter, struct seriema_code_entry *entry, uint32_t index, PyObject *function,
    struct seriema_name module) {
  struct seriema_variant *known = seriema_named_variant(interpreter, entry, function);
  if (known != NULL) return &known->function;
  char label[512];
  const struct seriema_identity identity = {entry->code, module, label_of(index, label, sizeof label)};
  int64_t number = seriema_function_of(interpreter, &identity, NULL);
  if (number < 0 || !seriema_name_function(interpreter, entry, function, (uint32_t)number)) return NULL;
  known = seriema_named_variant(interpreter, entry, function);
  return known != NULL ? &known->function : NULL;
}

/// The entry of a code object, with its events on.
static struct seriema_code_entry *awake(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name module) {
  struct seriema_code_entry *entry = seriema_find_code(interpreter, code);
  if (entry == NULL) return seriema_adopt(interpreter, code, module, NULL);
  if (!(entry->traits & SERIEMA_SILENT)) return entry;
  if (seriema_time_code(interpreter, entry) != 0) return NULL;
  entry->traits &= ~(uint32_t)SERIEMA_SILENT;
  return entry;
}

bool seriema_adopt_object(struct seriema_interpreter *interpreter, uint32_t index, PyObject *function) {
  PyObject *code = PyObject_GetAttrString(function, "__code__");
  PyObject *globals = PyObject_GetAttrString(function, "__globals__");
  PyObject *name = globals != NULL ? PyDict_GetItemWithError(globals, interpreter->module_key) : NULL;
  struct seriema_name module = seriema_name_of(name);
  struct seriema_code_entry *entry = code != NULL ? awake(interpreter, code, module) : NULL;
  bool is_adopted = false;
  if (entry != NULL) {
    uint32_t *place = entry->traits & SERIEMA_SHARED ? place_of_object(interpreter, entry, index, function, module)
                                                     : &entry->function;
    is_adopted = place != NULL && add_target(place, index);
  }
  if (!is_adopted) seriema_agent.region->targets[index].finding = SERIEMA_TIMING_FINDING_NO_ROOM;
  Py_DecRef(globals);
  Py_DecRef(code);
  PyErr_Clear();
  return is_adopted;
}

static struct seriema_timing_record *record_in(struct seriema_timing_slot *slot, uint32_t function) {
  uint32_t record = slot->records[function];
  return record != 0 ? &seriema_agent.region->records[record - 1] : NULL;
}

static void clear_record(struct seriema_timing_record *record) {
  memset(record, 0, sizeof *record);
  record->counters.minimum = UINT64_MAX;
}

static void merge_slowest(struct seriema_timing_record *into, const struct seriema_timing_record *from) {
  struct seriema_timing_slow_call *slowest = into->counters.slowest;
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOWEST; i++) {
    uint32_t shortest = 0;
    for (uint32_t j = 1; j < SERIEMA_TIMING_SLOWEST; j++) {
      if (slowest[j].elapsed < slowest[shortest].elapsed) shortest = j;
    }
    const struct seriema_timing_slow_call *call = &from->counters.slowest[i];
    if (call->elapsed > slowest[shortest].elapsed) slowest[shortest] = *call;
  }
  into->slowest_floor = UINT64_MAX;
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOWEST; i++) {
    if (slowest[i].elapsed < into->slowest_floor) into->slowest_floor = slowest[i].elapsed;
  }
}

static void merge_record(struct seriema_timing_record *into, const struct seriema_timing_record *from) {
  struct seriema_timing_counters *sum = &into->counters;
  const struct seriema_timing_counters *more = &from->counters;
  into->open += from->open;
  into->pending_self += from->pending_self;
  sum->calls += more->calls;
  sum->inner += more->inner;
  sum->begun_before += more->begun_before;
  sum->errors += more->errors;
  sum->suspensions += more->suspensions;
  sum->abandoned += more->abandoned;
  sum->sum += more->sum;
  uint64_t low = sum->squares_low + more->squares_low;
  sum->squares_high += more->squares_high + (low < more->squares_low);
  sum->squares_low = low;
  if (more->minimum < sum->minimum) sum->minimum = more->minimum;
  if (more->maximum > sum->maximum) sum->maximum = more->maximum;
  sum->self += more->self;
  for (uint32_t i = 0; i < SERIEMA_TIMING_BUCKETS; i++) {
    uint32_t count = into->buckets[i] + from->buckets[i];
    into->carries[i] += from->carries[i] + (count < from->buckets[i]);
    into->buckets[i] = count;
  }
  merge_slowest(into, from);
}

/// Adds what one entry counted to another, and leaves nothing there.
static void move_records(uint32_t from, uint32_t into) {
  struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = &region->slots[i];
    struct seriema_timing_record *source = record_in(slot, from);
    if (source == NULL) continue;
    struct seriema_timing_record *target = record_in(slot, into);
    if (target == NULL) {
      // The record itself moves.
      slot->records[into] = slot->records[from];
      slot->records[from] = 0;
    } else {
      merge_record(target, source);
      clear_record(source);
    }
  }
}

/// Makes one entry of two segments that are for the same targets.
static void fold(struct seriema_interpreter *interpreter, uint32_t from, uint32_t into) {
  struct seriema_timing_region *region = seriema_agent.region;
  move_records(from, into);
  if (function_at(from)->latency != 0) move_records(function_at(from)->latency, function_at(into)->latency);
  for (uint32_t i = 0; i < region->header.slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = &region->slots[i];
    for (uint32_t j = 0; j < slot->depth; j++) {
      if (slot->open[j].function == from) slot->open[j].function = into;
    }
  }
  for (uint32_t i = 0; i < region->header.activation_count && i < SERIEMA_TIMING_ACTIVATIONS; i++) {
    if (region->activations[i].function == from) region->activations[i].function = into;
  }
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    struct seriema_code_entry *entry = &interpreter->codes[i];
    if (entry->code != NULL && entry->function == from) entry->function = into;
  }
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE; i++) {
    struct seriema_variant *variant = &interpreter->variants[i];
    if (variant->key.code != NULL && variant->function == from) variant->function = into;
  }
}

/// Takes the open calls of a function off the stacks: their ends will not be told. What was in them was in the calls
/// around them, too.
static void drop_open_calls(uint32_t function) {
  struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = &region->slots[i];
    // A forked child's own.
    if (slot->process != seriema_agent.process) continue;
    uint32_t kept = 0;
    for (uint32_t j = 0; j < slot->depth; j++) {
      const struct seriema_timing_open_call call = slot->open[j];
      if (call.function != function) {
        slot->open[kept++] = call;
      } else if (kept > 0) {
        slot->open[kept - 1].children += call.children;
        slot->open[kept - 1].pairs += call.pairs;
        slot->open[kept - 1].inner_pairs += call.inner_pairs;
      }
    }
    slot->depth = kept;
  }
}

static void drop_activations(struct seriema_interpreter *interpreter, uint32_t function) {
  struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.activation_count && i < SERIEMA_TIMING_ACTIVATIONS; i++) {
    const struct seriema_timing_activation *activation = &region->activations[i];
    if (activation->state != SERIEMA_TIMING_ACTIVATION_FREE && activation->function == function &&
        activation->process == seriema_agent.process) {
      seriema_end_activation(interpreter, i + 1);
    }
  }
}

/// Frees an entry and what was counted there.
static void free_function(uint32_t index) {
  struct seriema_timing_region *region = seriema_agent.region;
  struct seriema_timing_function *function = function_at(index);
  uint32_t last = function->latency != 0 ? function->latency : index;
  for (uint32_t i = 0; i < region->header.slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    for (uint32_t part = index; part <= last; part++) {
      struct seriema_timing_record *record = record_in(&region->slots[i], part);
      if (record != NULL) clear_record(record);
    }
  }
  for (uint32_t part = index; part <= last; part++) is_free[part] = true;
  *function = (struct seriema_timing_function){.ready = 0};
}

/// Whether an entry is the first of a function, of which segments are made, or where its calls are counted.
static bool is_in_use(const struct seriema_interpreter *interpreter, uint32_t function) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    const struct seriema_code_entry *entry = &interpreter->codes[i];
    if (entry->code != NULL && (entry->function == function || entry->base == function)) return true;
  }
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE; i++) {
    const struct seriema_variant *variant = &interpreter->variants[i];
    if (variant->key.code != NULL && (variant->function == function || variant->base == function)) return true;
  }
  return false;
}

static bool has_named_variant(const struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE; i++) {
    const struct seriema_variant *variant = &interpreter->variants[i];
    if (variant->key.code == entry->code && has_targets(function_at(variant->function))) return true;
  }
  return false;
}

/// Has what is timed at `*place` go on without some targets; at its first entry when nobody names it any more.
static void move_place(uint32_t *place, uint32_t base, const struct seriema_targets *dropped) {
  const struct seriema_timing_function *function = function_at(*place);
  if (!seriema_is_named_by(function, dropped)) return;
  struct seriema_targets rest;
  for (size_t i = 0; i < SERIEMA_TIMING_TARGET_WORDS; i++) {
    rest.words[i] = function->targets[i] & ~dropped->words[i];
  }
  const struct seriema_targets none = {{0}};
  int64_t segment = memcmp(&rest, &none, sizeof rest) == 0 ? base : segment_for(*place, &rest);
  // Without room for another it stays where it is, which carries the others' targets as well.
  if (segment >= 0) *place = (uint32_t)segment;
}

/// Switches the events off of code objects that nobody names.
static void silence(struct seriema_interpreter *interpreter) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    struct seriema_code_entry *entry = &interpreter->codes[i];
    if (entry->code == NULL || (entry->traits & SERIEMA_SILENT)) continue;
    if (has_targets(function_at(entry->function)) || has_named_variant(interpreter, entry)) continue;
    seriema_set_events(interpreter, interpreter->tool, entry->code, 0);
    entry->traits |= SERIEMA_SILENT;
  }
}

/// Makes one of segments that no longer differ, and frees those that nobody needs.
static void tidy(struct seriema_interpreter *interpreter) {
  for (uint32_t i = 0; i < function_count(); i++) {
    if (!function_at(i)->ready || !has_targets(function_at(i))) continue;
    struct seriema_targets targets;
    memcpy(targets.words, function_at(i)->targets, sizeof targets.words);
    for (uint32_t j = i + 1; j < function_count(); j++) {
      if (!function_at(j)->ready || !is_same_function(function_at(i), function_at(j)) ||
          !has_exactly(function_at(j), &targets)) {
        continue;
      }
      fold(interpreter, j, i);
      free_function(j);
    }
  }
  for (uint32_t i = 0; i < function_count(); i++) {
    if (function_at(i)->ready && !has_targets(function_at(i)) && !is_in_use(interpreter, i)) free_function(i);
  }
}

/// Forgets the calls that are open of functions that nobody names.
static void drop_calls(struct seriema_interpreter *interpreter) {
  for (uint32_t i = 0; i < function_count(); i++) {
    if (!function_at(i)->ready || has_targets(function_at(i))) continue;
    drop_open_calls(i);
    drop_activations(interpreter, i);
  }
}

void seriema_drop_targets(struct seriema_interpreter *interpreter, const struct seriema_targets *targets) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    struct seriema_code_entry *entry = &interpreter->codes[i];
    if (entry->code != NULL) move_place(&entry->function, entry->base, targets);
  }
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE; i++) {
    struct seriema_variant *variant = &interpreter->variants[i];
    if (variant->key.code != NULL) move_place(&variant->function, variant->base, targets);
  }
  for (uint32_t i = 0; i < function_count(); i++) {
    for (size_t word = 0; word < SERIEMA_TIMING_TARGET_WORDS; word++) {
      function_at(i)->targets[word] &= ~targets->words[word];
    }
  }
  silence(interpreter);
  drop_calls(interpreter);
  // Children may be counting there.
  if (!seriema_agent.has_forked) tidy(interpreter);
}

#include <v8-container.h>
#include <v8-promise.h>

#include <array>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "liveslots/native_call.h"
#include "liveslots/natives.h"
#include "liveslots/ref_changes.h"
#include "protocol/body_string.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"

namespace keeve::liveslots {
namespace {

// Objects by reference ------------------------------------------------------------------------------------------------

void lookup(Call& call) {
  const v8::Local<v8::Object> object = call.heap().table().find(call.id(0));
  if (!object.IsEmpty()) call.give(object);
}

void registerObject(Call& call) {
  call.heap().table().put(call.id(0), call.value(1).As<v8::Object>());
}

// A promise whose rejection need not be heard by anybody.
void registerHandled(Call& call) {
  call.value(1).As<v8::Promise>()->MarkAsHandled();
  registerObject(call);
}

// (ids, objects) of virtual objects
void registerAll(Call& call) {
  const auto ids = call.value(0).As<v8::Array>();
  const auto objects = call.value(1).As<v8::Array>();
  for (uint32_t i = 0; i < ids->Length(); ++i) {
    const v8::HandleScope handles(call.isolate());
    const v8::Local<v8::Value> id = ids->Get(call.context(), i).ToLocalChecked();
    const v8::Local<v8::Value> object = objects->Get(call.context(), i).ToLocalChecked();
    const Vref ref{kFirstShapeClass, static_cast<uint64_t>(id.As<v8::Number>()->Value())};
    call.heap().table().put(ref.key(), object.As<v8::Object>());
  }
}

void unregister(Call& call) { call.heap().table().remove(call.id(0)); }

// Counters, kinds and shapes ------------------------------------------------------------------------------------------

void readCounters(Call& call) {
  VatCounters counters;
  if (const auto stored = call.port().read({.table = VatTable::counters})) {
    const std::optional<VatCounters> parsed = parseCounters(*stored);
    if (!parsed) throwCorrupt("counters that are none");
    counters = *parsed;
  }
  std::array<v8::Local<v8::Value>, 2> pair = {
      v8::Number::New(call.isolate(), static_cast<double>(counters.nextId)),
      v8::Number::New(call.isolate(), static_cast<double>(counters.nextShape))};
  call.give(v8::Array::New(call.isolate(), pair.data(), pair.size()));
}

void writeCounters(Call& call) {
  call.port().write({.table = VatTable::counters},
                    toBytes(VatCounters{.nextId = call.id(0), .nextShape = call.id(1)}));
}

std::string bindingTail(char what, std::string_view name) {
  std::string tail(1, what);
  tail += name;
  return tail;
}

std::string shapeTail(uint64_t version, std::string_view key) {
  std::string tail(1, static_cast<char>(VatBinding::shape));
  appendVarint(tail, version);
  tail += key;
  return tail;
}

double readNumber(Call& call, const VatKey& key) {
  const std::optional<std::string_view> stored = call.port().read(key);
  if (!stored) return -1;
  ByteReader reader(*stored);
  const std::optional<uint64_t> number = reader.takeVarint();
  if (!number || !reader.atEnd()) throwCorrupt("a binding to no number");
  return static_cast<double>(*number);
}

// A binding is never changed.
void writeBinding(Call& call, const VatKey& key, uint64_t number,
                  std::span<const Vref> gained = {}) {
  std::string bytes;
  appendVarint(bytes, number);
  call.port().write(key, bytes, {.isNew = true, .gained = gained, .lost = {}});
}

// (what, n, name) -> number, or -1
void findBinding(Call& call) {
  const std::string tail = bindingTail(call.utf8(0)[0], call.utf8(2));
  call.give(readNumber(call, {.table = VatTable::binding, .id = call.id(1), .tail = tail}));
}

// (class of the store, n, its key name, its number): it is found again by that, and so held
void bindStore(Call& call) {
  const Vref store{static_cast<uint32_t>(call.id(0)), call.id(3)};
  const VatBinding what =
      store.refClass == kStrongStoreClass ? VatBinding::strongStore : VatBinding::weakStore;
  const std::string tail = bindingTail(static_cast<char>(what), call.utf8(2));
  writeBinding(call, {.table = VatTable::binding, .id = call.id(1), .tail = tail}, store.id,
               {&store, 1});
}

// (number, tag, n or -1)
void defineKind(Call& call) {
  const std::string tag = call.utf8(1);
  call.port().write({.table = VatTable::kind, .id = call.id(0)}, toBytes(KindRecord{tag}),
                    {.isNew = true});
  if (call.number(2) < 0) return;
  const std::string tail = bindingTail(static_cast<char>(VatBinding::kind), tag);
  writeBinding(call, {.table = VatTable::binding, .id = call.id(2), .tail = tail}, call.id(0));
}

void kindTag(Call& call) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::kind, .id = call.id(0)});
  if (!stored) return;
  const std::optional<KindRecord> kind = parseKind(*stored);
  if (!kind) throwCorrupt("a kind that is none");
  call.giveString(kind->tag);
}

v8::Local<v8::Array> namesArray(Call& call, const std::vector<std::string>& names) {
  std::vector<v8::Local<v8::Value>> strings;
  strings.reserve(names.size());
  for (const std::string& name : names) {
    v8::Local<v8::String> text;
    if (!engine::toV8(call.isolate(), bodyStringToUtf8(name)).ToLocal(&text))
      throwCorrupt("a name that is too long");
    strings.push_back(text);
  }
  return v8::Array::New(call.isolate(), strings.data(), strings.size());
}

std::vector<std::string> namesOf(Call& call, int argument) {
  const auto array = call.value(argument).As<v8::Array>();
  std::vector<std::string> names(array->Length());
  for (uint32_t i = 0; i < array->Length(); ++i) {
    const v8::Local<v8::Value> name = array->Get(call.context(), i).ToLocalChecked();
    appendBodyString(names[i], engine::toUtf8(call.isolate(), name.As<v8::String>()));
  }
  return names;
}

std::optional<ShapeRecord> findShapeRecord(Call& call, uint64_t shape) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::shape, .id = shape});
  if (!stored) return std::nullopt;
  std::optional<ShapeRecord> record = parseShape(*stored);
  if (!record) throwCorrupt("a shape that is none");
  return record;
}

// (number) -> [kind, version, names or undefined], or undefined
void readShape(Call& call) {
  const std::optional<ShapeRecord> shape = findShapeRecord(call, call.id(0));
  if (!shape) return;
  v8::Local<v8::Value> names = v8::Undefined(call.isolate());
  if (!shape->open) names = namesArray(call, shape->names);
  std::array<v8::Local<v8::Value>, 3> parts = {
      v8::Number::New(call.isolate(), static_cast<double>(shape->kind)),
      v8::Number::New(call.isolate(), static_cast<double>(shape->version)), names};
  call.give(v8::Array::New(call.isolate(), parts.data(), parts.size()));
}

// (kind, version, key) -> number, or -1
void findShape(Call& call) {
  const std::string tail = shapeTail(call.id(1), call.utf8(2));
  call.give(readNumber(call, {.table = VatTable::binding, .id = call.id(0), .tail = tail}));
}

// (number, kind, version, names or undefined, key)
void defineShape(Call& call) {
  ShapeRecord shape{
      .kind = call.id(1), .version = call.id(2), .open = call.isUndefined(3), .names = {}};
  if (!shape.open) shape.names = namesOf(call, 3);
  call.port().write({.table = VatTable::shape, .id = call.id(0)}, toBytes(shape), {.isNew = true});
  const std::string tail = shapeTail(shape.version, call.utf8(4));
  writeBinding(call, {.table = VatTable::binding, .id = shape.kind, .tail = tail}, call.id(0));
}

// State ---------------------------------------------------------------------------------------------------------------

// (object) -> whether it has state, which then is the last read
void readState(Call& call) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::state, .id = call.id(0)});
  if (!stored) return call.give(false);
  const std::optional<StateParts> parts = parseStateParts(*stored);
  if (!parts || !call.memory().load(parts->capdata, parts->shape))
    throwCorrupt("state that is none");
  call.give(true);
}

// (object) -> the names that the state of an open shape carries
void stateNames(Call& call) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::state, .id = call.id(0)});
  const std::optional<StateParts> parts = stored ? parseStateParts(*stored) : std::nullopt;
  if (!parts || !parts->open) throwCorrupt("state without its names");
  call.give(namesArray(call, parts->names));
}

void appendEncoded(Call& call, std::string& out, int lengthArgument) {
  call.memory().appendSlots(out, call.id(lengthArgument + 1));
  out += call.memory().body(call.id(lengthArgument));
}

// (object, shape, names or undefined, length, refCount, former: ref_changes.h)
void writeState(Call& call) {
  std::string bytes;
  if (call.isUndefined(2)) {
    appendStateHead(bytes, call.id(1));
  } else {
    appendStateHead(bytes, call.id(1), namesOf(call, 2));
  }
  appendEncoded(call, bytes, 3);
  const RefDiff diff(call.memory(), call.id(4), call.number(5),
                     {Vref{kFirstShapeClass, call.id(0)}.key()});
  call.port().write({.table = VatTable::state, .id = call.id(0)}, bytes, diff.changes());
}

// Promises in the store -----------------------------------------------------------------------------------------------

// (promise) -> whether it was rejected, its value being the last read; undefined where it was not settled
void readPromise(Call& call) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::promise, .id = call.id(0)});
  if (!stored) return;
  const std::optional<PromiseRecord> promise = parsePromise(*stored);
  if (!promise) throwCorrupt("a promise that is none");
  call.memory().load(promise->value);
  call.give(promise->rejected);
}

// (promise, rejected, length, refCount); it is written once
void writePromise(Call& call) {
  const PromiseRecord promise{.rejected = call.flag(1),
                              .value = {.body = std::string(call.memory().body(call.id(2))),
                                        .slots = call.memory().slots(call.id(3))}};
  const RefDiff diff(call.memory(), call.id(3), kNewRecord,
                     {Vref{kPromiseClass, call.id(0)}.key()});
  call.port().write({.table = VatTable::promise, .id = call.id(0)}, toBytes(promise),
                    diff.changes());
}

constexpr std::array kNatives = {
    Native{"lookup", lookup},
    Native{"register", registerObject},
    Native{"registerHandled", registerHandled},
    Native{"registerAll", registerAll},
    Native{"unregister", unregister},
    Native{"readCounters", readCounters},
    Native{"writeCounters", writeCounters},
    Native{"findBinding", findBinding},
    Native{"bindStore", bindStore},
    Native{"defineKind", defineKind},
    Native{"kindTag", kindTag},
    Native{"readShape", readShape},
    Native{"findShape", findShape},
    Native{"defineShape", defineShape},
    Native{"readState", readState},
    Native{"stateNames", stateNames},
    Native{"writeState", writeState},
    Native{"readPromise", readPromise},
    Native{"writePromise", writePromise},
};

}  // namespace

std::span<const Native> objectNatives() { return kNatives; }

}  // namespace keeve::liveslots

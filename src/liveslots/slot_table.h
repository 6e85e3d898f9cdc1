// From references to the objects in memory that stand for them: at most one for each (SPEC §4.6). The table holds them
// weakly; an object that nobody else holds leaves it when V8 collects it.
#pragma once

#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-object.h>
#include <v8-persistent-handle.h>
#include <v8-weak-callback-info.h>

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "protocol/vref.h"

namespace keeve::liveslots {

// Belongs to one isolate and must be gone before it is.
class SlotTable {
 public:
  explicit SlotTable(v8::Isolate* isolate) : isolate_(isolate) {}
  SlotTable(const SlotTable&) = delete;
  SlotTable& operator=(const SlotTable&) = delete;

  // The object that stands for `key`; empty where none is in memory.
  v8::Local<v8::Object> find(RefKey key) const;

  // From now on `object` stands for `key`.
  void put(RefKey key, v8::Local<v8::Object> object);
  void remove(RefKey key);

  bool has(RefKey key) const { return entries_.contains(key); }
  std::vector<RefKey> keys() const;  // in no order
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    SlotTable* table = nullptr;
    RefKey key = 0;
    v8::Global<v8::Object> object;
  };
  static void onCollected(const v8::WeakCallbackInfo<Entry>& info);

  v8::Isolate* const isolate_;
  std::unordered_map<RefKey, Entry> entries_;  // whose elements stay where they are
};

}  // namespace keeve::liveslots

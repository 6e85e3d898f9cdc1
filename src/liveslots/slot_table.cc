#include "liveslots/slot_table.h"

namespace keeve::liveslots {

v8::Local<v8::Object> SlotTable::find(RefKey key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return {};
  return found->second.object.Get(isolate_);
}

void SlotTable::put(RefKey key, v8::Local<v8::Object> object) {
  Entry& entry = entries_[key];
  entry.table = this;
  entry.key = key;
  entry.object.Reset(isolate_, object);
  entry.object.SetWeak(&entry, &onCollected, v8::WeakCallbackType::kParameter);
}

void SlotTable::remove(RefKey key) { entries_.erase(key); }

std::vector<RefKey> SlotTable::keys() const {
  std::vector<RefKey> keys;
  keys.reserve(entries_.size());
  for (const auto& [key, entry] : entries_) keys.push_back(key);
  return keys;
}

// Runs within a collection: it may only let go of the handle, which the entry's end does.
void SlotTable::onCollected(const v8::WeakCallbackInfo<Entry>& info) {
  const Entry* entry = info.GetParameter();
  entry->table->entries_.erase(entry->key);
}

}  // namespace keeve::liveslots

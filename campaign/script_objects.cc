// Operations on virtual objects and heap slots.
#include "campaign/script.h"

namespace keeve::campaign {

bool Script::makeNode() {
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::node, vat_);
  emit(Op::makeNode, to, id);
  put(to, id);
  return true;
}

bool Script::makeTwin() {
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::node, vat_);
  const Id other = graph_.make(Sort::node, vat_);
  emit(Op::makeTwin, to, id, other);
  graph_.at(id).fields[0].refs = {other};
  graph_.at(other).fields[0].refs = {id};
  put(to, id);
  return true;
}

// Nothing remains but the child, which nothing holds.
bool Script::makeFailing() {
  const Id id = graph_.make(Sort::none, vat_);
  const Id child = graph_.make(Sort::node, vat_);
  emit(Op::makeFailing, id, child);
  tell(1);
  return true;
}

bool Script::copy() {
  const auto from = pickAny();
  if (!from) return false;
  const size_t to = freeSlot();
  emit(Op::copy, to, *from);
  put(to, in(*from));
  return true;
}

bool Script::drop() {
  const size_t slot = anySlot();
  if (slot < kBound || in(slot) == kNothing) return false;
  emit(Op::drop, slot);
  put(slot, kNothing);
  return true;
}

bool Script::dropAll() {
  for (const auto& from : sends_) {
    if (from[vat_]) return false;
  }
  emit(Op::dropAll);
  heap().slots = {};
  takeBound();
  return true;
}

bool Script::setReference() {
  const auto node = pickNode();
  const auto from = pickStorable();
  if (!node || !from) return false;
  const size_t field = someField();
  emit(Op::setReference, *node, field, *from);
  thingIn(*node).fields[field] = {false, {in(*from)}};
  return true;
}

bool Script::setSelf() {
  const auto node = pickNode();
  if (!node) return false;
  const size_t field = someField();
  emit(Op::setReference, *node, field, *node);
  thingIn(*node).fields[field] = {false, {in(*node)}};
  return true;
}

bool Script::setNumber() {
  const auto node = pickNode();
  if (!node) return false;
  const size_t field = someField();
  emit(Op::setNumber, *node, field, random_.below(100));
  thingIn(*node).fields[field] = {};
  return true;
}

bool Script::setArray() {
  const auto node = pickNode();
  if (!node) return false;
  std::vector<size_t> from;
  for (uint64_t count = random_.below(5); count > 0; --count) {
    if (const auto slot = pickStorable()) from.push_back(*slot);
  }
  const size_t field = someField();
  emit(Op::setArray, *node, field, from.size());
  Value value{true, {}};
  for (const size_t slot : from) {
    batch_.numbers.push_back(static_cast<int64_t>(slot));
    value.refs.push_back(in(slot));
  }
  thingIn(*node).fields[field] = std::move(value);
  return true;
}

bool Script::readField() {
  const auto node = pickNode();
  if (!node) return false;
  const size_t field = someField();
  const Value& value = thingIn(*node).fields[field];
  if (value.refs.empty()) return false;
  const size_t element = static_cast<size_t>(random_.below(value.refs.size()));
  const Id id = value.refs[element];
  if (graph_.at(id).isDead) return false;
  const size_t to = freeSlot();
  emit(Op::readField, *node, field, value.isArray ? static_cast<int64_t>(element) : -1, to);
  put(to, id);
  return true;
}

bool Script::tellSerial() {
  const auto node = pickNode();
  if (!node) return false;
  emit(Op::tellSerial, *node);
  tell(in(*node));
  return true;
}

bool Script::tellSame() {
  const auto one = pickAny();
  const auto other = pickAny();
  if (!one || !other) return false;
  emit(Op::tellSame, *one, *other);
  tell(in(*one) == in(*other) ? 1 : 0);
  return true;
}

// Each is the first field of the next, the last the first's where it is a ring.
bool Script::makeChain() {
  const uint64_t count = 2 + random_.below(random_.oneIn(20) ? 100 : 8);
  const bool isRing = random_.oneIn(2);
  const size_t to = freeSlot();
  Id first = kNothing;
  Id last = kNothing;
  for (uint64_t n = 0; n < count; ++n) {
    const Id id = graph_.make(Sort::node, vat_);
    if (first == kNothing) {
      last = id;
    } else {
      graph_.at(id).fields[0].refs = {first};
    }
    first = id;
  }
  if (isRing) graph_.at(last).fields[0].refs = {first};
  emit(Op::makeChain, to, last, count, isRing ? 1 : 0);
  operations_ += count - 1;
  put(to, first);
  return true;
}

bool Script::makeTree() {
  const uint64_t depth = 1 + random_.below(3);
  const size_t to = freeSlot();
  const Id first = static_cast<Id>(graph_.things.size());
  const auto grow = [&](const auto& self, uint64_t left) -> Id {
    const Id id = graph_.make(Sort::node, vat_);
    if (left == 0) return id;
    for (size_t field = 0; field < 2; ++field) {
      const Id child = self(self, left - 1);
      graph_.at(id).fields[field].refs = {child};
    }
    return id;
  };
  const Id root = grow(grow, depth);
  emit(Op::makeTree, to, first, depth);
  operations_ += graph_.things.size() - first - 1;
  put(to, root);
  return true;
}

}  // namespace keeve::campaign

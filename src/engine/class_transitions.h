// Transitions from one of V8's hidden classes to another, made by hand.
//
// A hidden class (V8's "map") says all of an object but its values: names, order and attributes of its properties, its
// prototype, whether it is extensible. Freezing an object, or giving it accessors, takes V8 a fifth of a microsecond a
// property, and ends with a word in the object's head that names another class, the same one for each object that had the
// same class before. So what V8 did to one object is learned here, and to its likes it is done by writing that word.
// What comes out is what V8 itself would have made; only the way is shorter.
//
// Only such transitions are learned in which nothing of an object changes but the class: no elements, the same properties
// array, the same size in memory; or, where an object of that class has all its fields in itself, in which fields become
// free. This relies on the layout of V8's objects. The layout is probed when the table is made: where it is another than
// is expected, nothing is ever learned, and everything is done the long way.
//
// A transition may take others along: those of the functions in an object's first fields, its parts. Then it starts where
// each of them is at the start of one.
//
// The class that a transition leads from is compared to the word before it is made. V8 was there before us: it left the class
// by its own means, so that code which it had optimized for a class that nothing leaves is gone. Both classes are held, so
// that no other can come to stand at their address.
#pragma once

#include <v8-data.h>
#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-object.h>
#include <v8-persistent-handle.h>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace keeve::engine {

// Belongs to one isolate and must be gone before it is.
class ClassTransitions {
 public:
  static constexpr int kNone = -1;

  // Fields of an object that lie in the object itself, in the order in which it got them: [from, to).
  struct Fields {
    size_t from = 0;
    size_t to = 0;
  };

  // Within an entered context.
  explicit ClassTransitions(v8::Isolate* isolate);
  ClassTransitions(const ClassTransitions&) = delete;
  ClassTransitions& operator=(const ClassTransitions&) = delete;

  // Whether V8 is laid out as is expected here.
  bool isEnabled() const { return isEnabled_; }

  // The transition that starts at the class of `object`; kNone where none can. What V8 then does to `object` can be learned.
  // Its first fields are its parts, which lie in the object itself, for each object of the class; kNone where they are not.
  int begin(v8::Local<v8::Object> object, const std::vector<v8::Local<v8::Value>>& parts = {});

  // `object`, of which begin() gave `transition`, has come to an end. `freed` are fields that mean nothing there. Gives the
  // transition to that class: the same, or another from the same start where that leads elsewhere; kNone where the way cannot
  // be gone by hand. A part always goes where the first of its class was seen to go.
  int end(int transition, v8::Local<v8::Object> object, Fields freed);

  // Whether `value` is of the class at which `transition` starts, and has no elements; and its parts are at starts too. It
  // need not be known yet where that leads.
  bool isAtStart(int transition, v8::Local<v8::Value> value) const;

  // Makes the transition, where `value` is at its start and the ends of it and of its parts are known; false, and nothing
  // done, where not.
  bool take(int transition, v8::Local<v8::Value> value) const;

 private:
  using Address = uintptr_t;
  struct Transition {
    v8::Global<v8::Data> start;
    v8::Global<v8::Data> end;
    Address properties = 0;  // of the object that is on its way
    bool isKnown = false;
    bool isOfFunction = false;
    bool isWhole = false;  // all fields lie in the object itself, and some become free
    Fields freed;
    size_t parts = 0;
    int next = kNone;  // from the same start
  };

  bool isLaidOutAsExpected(v8::Local<v8::Context> context);
  bool isFast(Address properties) const;
  bool areFirstFields(Address object, const std::vector<v8::Local<v8::Value>>& parts) const;
  const Transition& at(int transition) const {
    return transitions_[static_cast<size_t>(transition)];
  }
  Transition& at(int transition) { return transitions_[static_cast<size_t>(transition)]; }
  bool canLeadTo(const Transition& transition, Address object, Fields freed) const;
  int anotherFrom(int transition);
  bool isOfStart(const Transition& transition, Address object) const;
  bool isAt(const Transition& transition, Address object) const;
  bool isPossible(const Transition& transition, Address object) const;
  void make(const Transition& transition, Address object) const;
  const Transition* transitionOfPart(Address object, size_t part) const;
  v8::Global<v8::Data> hold(Address map) const;

  v8::Isolate* const isolate_;
  bool isEnabled_ = false;
  Address noElements_ = 0;    // what an object without elements has for them …
  Address noProperties_ = 0;  // … and one whose fields all lie in itself for others
  int fewProperties_ =
      0;  // the type of what others have, while they have not so many that they are in a dictionary
  std::vector<Transition> transitions_;
  std::unordered_map<Address, int> byStart_;
};

}  // namespace keeve::engine

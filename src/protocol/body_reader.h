// Reads serialized values (body_grammar.h) one after another, as a row of items and without a tree:
//
//   BodyReader reader(data.body, data.slots.size());
//   while (!reader.atEnd()) show(reader.next());
//
// Strict: what is not in its one form is malformed, so that what was read to the end is what a
// writer would write. Any bytes may be given; they take memory for the depth and for the names of
// open records only, at most a few times their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "protocol/body_item.h"

namespace keeve {

class BodyReader {
 public:
  // `body` must outlive the reader and its items.
  BodyReader(std::string_view body, size_t slotCount);

  // After a BodyMalformed nothing but it comes. At the end it comes too.
  BodyItem next();

  // The body was read to its end, between two values: false within one, and once malformed.
  bool atEnd() const { return !malformed_ && open_.empty() && reader_.atEnd(); }

  // The next item is part of the value that the last one began or was part of.
  bool isWithinValue() const { return !open_.empty(); }

  size_t offset() const { return size_ - reader_.rest().size(); }

 private:
  // What must come next within the innermost container.
  enum class Wanted : uint8_t { value, name, array, number };

  struct Container {
    enum class Sort : uint8_t { list, record, error };
    Sort sort = Sort::list;
    uint64_t remaining = 0;                 // items, the names of a record among them
    uint8_t parts = 0;                      // of an error, those still to come
    std::set<std::string_view> names = {};  // of a record, those that came
  };

  Wanted takeWanted();
  BodyItem readWanted(Wanted wanted);
  BodyItem readItem();
  BodyItem readInteger();
  BodyItem readFloat();
  BodyItem readBigInt(uint8_t tag);
  BodyItem readSymbol(uint8_t tag);
  BodyItem readArray();
  BodyItem readRecord();
  BodyItem readError();
  BodyItem readTagged();
  BodyItem readReference(uint8_t tag);
  BodyItem malformed(std::string_view reason) const;

  bool isTooDeep() const;
  void open(Container container);
  void closeFinished();

  const size_t size_;
  const size_t slotCount_;
  ByteReader reader_;
  size_t itemOffset_ = 0;  // of the item that next() is at
  std::vector<Container> open_;
  std::optional<BodyMalformed> malformed_;
};

// Reads `body` whole, for one value (a message, an entry) or for several (a state). nullopt where
// it is well formed.
std::optional<BodyMalformed> findMalformed(std::string_view body, size_t slotCount,
                                           size_t valueCount);

}  // namespace keeve

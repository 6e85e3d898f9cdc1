// Writes serialized values (body_grammar.h), in their one form, head by head as body_reader.h reads
// them: what a container holds is written by the calls that follow. Values written side by side
// make a body of several.
//
//   BodyWriter writer;
//   writer.array(2);
//   writer.number(1);
//   writer.string("two");
//   data.body = writer.take();
//
// A container that lacks values when take() is called fails a check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/body_item.h"

namespace keeve {

// Containers nest deeper than a body may (kBodyDepthMax); what is written comes from outside, so
// this is no bug.
class BodyTooDeep : public std::length_error {
 public:
  using std::length_error::length_error;
};

class BodyWriter {
 public:
  enum class Sign : uint8_t { plus, minus };

  void undefined();
  void null();
  void boolean(bool value);
  void number(double value);
  void bigint(Sign sign,
              std::string_view magnitude);  // lowest byte first; zeros at its end are left out
  void string(std::string_view utf8);       // also the name of a property
  void symbol(SymbolSort sort, std::string_view name);
  void array(uint64_t count);
  void record(uint64_t count);  // a name and a value for each; the names must differ
  void error(uint8_t parts, std::string_view name, std::string_view message);  // ErrorParts
  void tagged(std::string_view tag);
  void remotable(uint64_t slot, std::string_view interfaceName);
  void promise(uint64_t slot);

  // What was written; the writer is empty afterwards. Requires that no container is open.
  std::string take();

 private:
  void begin(uint8_t tag);
  void beginItem();
  void open(uint64_t items);
  void closeFinished();

  std::string out_;
  std::vector<uint64_t> open_;  // items that each open container still misses
};

}  // namespace keeve

// JSON texts as serialized values (body_grammar.h), for the arguments of calls and the parameters of vats. What a text
// means is what JSON.parse makes of it: numbers are doubles, and of two properties of one name the last counts.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace keeve::host {

struct NoJson {};
// It is JSON, but no value that can be passed.
struct ImpassableJson {
  std::string message;  // "unpaired surrogates are not passable"
};
using JsonBody = std::variant<std::string, NoJson, ImpassableJson>;

JsonBody jsonToBody(std::string_view text);

// SPEC §12: an argument is JSON, and what is no JSON is a string. Throws ValueError where it is impassable.
std::string argumentToBody(std::string_view text);

}  // namespace keeve::host

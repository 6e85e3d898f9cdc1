// Serialized values as JSON texts, for people and scripts (SPEC §12): compact, properties in their order; what JSON lacks
// is a JSON string of its console form, and a reference is "[Alleged: TAG]".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeve::host {

// How references are shown: for each slot what is written in its place, or "" where the value itself is to say it.
using SlotTexts = std::vector<std::string>;

// nullopt for undefined, which prints nothing. `slots` has one text a slot.
std::optional<std::string> bodyToJson(std::string_view body, const SlotTexts& slots);

// As above for one of several values in a body, from `offset` on, which is moved past it; undefined is "undefined".
std::string takeValueJson(std::string_view body, size_t& offset, const SlotTexts& slots);

// "TypeError: message", for one line of standard error; of a value that is no error, its JSON.
std::string bodyToErrorLine(std::string_view body, const SlotTexts& slots);

// A JSON string that means `utf8`.
std::string jsonString(std::string_view utf8);

// As JavaScript prints a number: "0.1", "1e+21", "NaN".
std::string numberText(double number);

}  // namespace keeve::host

// Strings as the value grammar has them (body_grammar.h): Latin-1 where every unit fits a byte,
// UTF-16 LE where not, with one form a string. Because of that, two are equal where their bytes
// are. A string never holds an unpaired surrogate.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace keeve {

// Takes one string off the front; nullopt where there is none in its one form (then nothing is
// taken). What is returned are the bytes of the string with its tag and length; they live as long
// as the bytes that the reader was given.
std::optional<std::string_view> takeBodyString(ByteReader& reader);

// `bodyString` is what takeBodyString() gave, or appendBodyString() wrote.
std::string bodyStringToUtf8(std::string_view bodyString);

// Any bytes will do: what is no UTF-8 becomes U+FFFD, as the web's decoders do it.
void appendBodyString(std::string& out, std::string_view utf8);

}  // namespace keeve

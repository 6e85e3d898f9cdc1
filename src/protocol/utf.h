// Between UTF-8 and UTF-16. A unit is one 16-bit element of UTF-16; what is ill-formed becomes
// U+FFFD, one for each longest wrong start of a sequence (the Unicode Standard, 3.9, "U+FFFD
// Substitution of Maximal Subparts").
#pragma once

#include <string>
#include <string_view>

namespace keeve {

std::u16string utf8ToUtf16(std::string_view utf8);
std::string utf16ToUtf8(std::u16string_view units);
bool isWellFormedUtf16(std::u16string_view units);

}  // namespace keeve

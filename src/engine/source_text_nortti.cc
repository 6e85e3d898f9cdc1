#include "engine/source_text.h"

namespace keeve::engine {
namespace {

class ProgramText final : public SourceText {
 public:
  explicit ProgramText(std::string_view text) : text_(text) {}
  const char* data() const override { return text_.data(); }
  size_t length() const override { return text_.size(); }

 protected:
  // By each heap that ends; the others go on.
  void Dispose() override {}

 private:
  const std::string_view text_;
};

}  // namespace

void SourceTextDeleter::operator()(SourceText* text) const { delete text; }

OwnedSourceText makeSourceText(std::string_view text) {
  return OwnedSourceText(new ProgramText(text));
}

}  // namespace keeve::engine

#include "cli/inspect_commands.h"

#include <stdexcept>

#include "keeve/inspect.h"

namespace keeve::cli {

namespace {

constexpr size_t kWriteBytes = size_t{1} << 16;

// Collects lines and writes many at once.
class Lines {
 public:
  explicit Lines(const Environment& environment) : out_(environment.streams.out) {}

  void add(const std::string& line) {
    text_.append(line).push_back('\n');
    if (text_.size() >= kWriteBytes) write();
  }
  void write() {
    writeAll(out_, text_);
    text_.clear();
  }

 private:
  const int out_;
  std::string text_;
};

}  // namespace

Exit listVats(const Environment& environment, const std::string& storeUrl) {
  const Inspector inspector(storeUrl);
  Lines lines(environment);
  for (const VatLook& vat : inspector.vats()) {
    lines.add(vat.name + " incarnation " + std::to_string(vat.incarnation) + " " + vat.state);
  }
  lines.write();
  return Exit::fine;
}

Exit listKinds(const Environment& environment, const std::string& storeUrl) {
  const Inspector inspector(storeUrl);
  Lines lines(environment);
  for (const KindLook& kind : inspector.kinds()) {
    lines.add(kind.vat + " " + kind.tag + " kind " + std::to_string(kind.number) + " instances " +
              std::to_string(kind.instances));
  }
  lines.write();
  return Exit::fine;
}

Exit listObjects(const Environment& environment, const std::string& kind,
                 const std::string& storeUrl) {
  const Inspector inspector(storeUrl);
  Lines lines(environment);
  bool found = kind.empty();
  inspector.eachObject([&](const ObjectLook& object) {
    if (!kind.empty() && object.tag != kind) return;
    found = true;
    lines.add(object.ref + " " + object.tag);
  });
  lines.write();
  if (found) return Exit::fine;
  for (const KindLook& each : inspector.kinds()) {
    if (each.tag == kind) return Exit::fine;
  }
  throw std::runtime_error("there is no kind \"" + kind + "\": `keeve kinds` lists them");
}

Exit showObject(const Environment& environment, const std::string& ref,
                const std::string& storeUrl) {
  const ObjectShow show = Inspector(storeUrl).show(ref);
  Lines lines(environment);
  lines.add(show.object.ref + " " + show.object.tag);
  for (const std::string& line : show.lines) lines.add(line);
  lines.write();
  return Exit::fine;
}

Exit showWhy(const Environment& environment, const std::string& ref, const std::string& storeUrl) {
  Lines lines(environment);
  for (const std::string& line : Inspector(storeUrl).why(ref)) lines.add(line);
  lines.write();
  return Exit::fine;
}

Exit showStats(const Environment& environment, StatsForm form, const std::string& storeUrl) {
  std::string text;
  for (const auto& [name, value] : Inspector(storeUrl).stats()) {
    if (form == StatsForm::json) {
      text.append(text.empty() ? "{\"" : ",\"").append(name).append("\":");
      text += std::to_string(value);
    } else {
      text.append(name).append(" ").append(std::to_string(value)).append("\n");
    }
  }
  if (form == StatsForm::json) text += "}\n";
  writeAll(environment.streams.out, text);
  return Exit::fine;
}

Exit checkWholeStore(const Environment& environment, const std::string& storeUrl) {
  const StoreCheck check = Inspector(storeUrl).check();
  Lines lines(environment);
  for (const std::string& fault : check.faults) lines.add(fault);
  const uint64_t more = check.faultCount - check.faults.size();
  if (more > 0) lines.add("and " + std::to_string(more) + " more");
  lines.write();
  return check.faultCount == 0 ? Exit::fine : Exit::failed;
}

}  // namespace keeve::cli

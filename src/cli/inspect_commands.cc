#include "cli/inspect_commands.h"

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cli/value_json.h"
#include "kernel/check.h"
#include "kernel/format.h"
#include "kernel/inspect.h"
#include "store/store.h"

namespace keeve::cli {

namespace {

constexpr size_t kWriteBytes = size_t{1} << 16;

std::unique_ptr<store::Store> openToLook(const std::string& storeUrl) {
  auto store = store::openStore(storeUrl, store::OpenMode::mustExist);
  kernel::requireFormat(*store, storeUrl);
  return store;
}

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

std::string stateText(const kernel::VatRecord& record) {
  switch (record.state) {
    case kernel::VatState::fresh:
      return "never started";
    case kernel::VatState::running:
      return "running";
    case kernel::VatState::faulty:
      return "faulty: " + record.reason;
  }
  return "";
}

}  // namespace

Exit listVats(const Environment& environment, const std::string& storeUrl) {
  const auto store = openToLook(storeUrl);
  Lines lines(environment);
  for (const auto& [id, record] : kernel::Inspector(*store).vats()) {
    lines.add(record.settings.name + " incarnation " + std::to_string(record.incarnation) + " " +
              stateText(record));
  }
  lines.write();
  return Exit::fine;
}

Exit listKinds(const Environment& environment, const std::string& storeUrl) {
  const auto store = openToLook(storeUrl);
  Lines lines(environment);
  for (const kernel::KindInfo& kind : kernel::Inspector(*store).kinds()) {
    lines.add(kind.vat + " " + kind.tag + " kind " + std::to_string(kind.number) + " instances " +
              std::to_string(kind.instances));
  }
  lines.write();
  return Exit::fine;
}

Exit listObjects(const Environment& environment, const std::string& kind,
                 const std::string& storeUrl) {
  const auto store = openToLook(storeUrl);
  const kernel::Inspector inspector(*store);
  Lines lines(environment);
  bool found = kind.empty();
  for (const kernel::VatInfo& vat : inspector.vats()) {
    inspector.eachObject(vat.id, [&](const kernel::ObjectInfo& object) {
      if (!kind.empty() && object.tag != kind) return true;
      found = true;
      lines.add(vat.record.settings.name + ":" + toText(object.ref) + " " + object.tag);
      return true;
    });
  }
  lines.write();
  if (found) return Exit::fine;
  for (const kernel::KindInfo& each : inspector.kinds()) {
    if (each.tag == kind) return Exit::fine;
  }
  throw std::runtime_error("there is no kind \"" + kind + "\": `keeve kinds` lists them");
}

Exit showStats(const Environment& environment, StatsForm form, const std::string& storeUrl) {
  const auto store = openToLook(storeUrl);
  const kernel::StatsInfo stats = kernel::Inspector(*store).stats();
  const std::vector<std::pair<std::string, uint64_t>> figures = {{"vats", stats.vats},
                                                                 {"kinds", stats.kinds},
                                                                 {"objects", stats.objects},
                                                                 {"stores", stats.stores},
                                                                 {"entries", stats.entries},
                                                                 {"promises", stats.promises},
                                                                 {"queued", stats.queued},
                                                                 {"deadLetters", stats.deadLetters},
                                                                 {"sources", stats.sources},
                                                                 {"records", stats.records},
                                                                 {"recordBytes", stats.recordBytes},
                                                                 {"diskBytes", stats.diskBytes}};
  std::string text;
  for (const auto& [name, value] : figures) {
    if (form == StatsForm::json) {
      text.append(text.empty() ? "{" : ",")
          .append(jsonString(name))
          .append(":")
          .append(std::to_string(value));
    } else {
      text.append(name).append(" ").append(std::to_string(value)).append("\n");
    }
  }
  if (form == StatsForm::json) text += "}\n";
  writeAll(environment.streams.out, text);
  return Exit::fine;
}

Exit checkWholeStore(const Environment& environment, const std::string& storeUrl) {
  const auto store = openToLook(storeUrl);
  const kernel::CheckReport report = kernel::checkStore(*store);
  Lines lines(environment);
  for (const std::string& fault : report.faults) lines.add(fault);
  const uint64_t more = report.faultCount - report.faults.size();
  if (more > 0) lines.add("and " + std::to_string(more) + " more");
  lines.write();
  return report.faultCount == 0 ? Exit::fine : Exit::failed;
}

}  // namespace keeve::cli

#include "host/config.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "host/json_body.h"
#include "host/powers.h"

namespace keeve::host {

using Json = nlohmann::ordered_json;

namespace {

constexpr double kMegabytesMax = 1024.0 * 1024.0;

// One place in the config, for messages: "keeve.json: vats.main.limits".
struct Place {
  const std::string& file;
  std::string path;

  Place at(const std::string& member) const {
    return {file, path.empty() ? member : path + "." + member};
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw AppError(file + ": " + (path.empty() ? "it " : path + " ") + what);
  }
};

const Json& asObject(const Json& json, const Place& place, const std::set<std::string>& known) {
  if (!json.is_object()) place.fail("must be an object");
  for (const auto& [member, value] : json.items()) {
    if (known.empty() || known.contains(member)) continue;
    std::string what = "has an unknown member \"" + member + "\": known are ";
    for (const std::string& each : known)
      what.append(each == *known.begin() ? "" : ", ").append(each);
    place.fail(what);
  }
  return json;
}

std::string asString(const Json& json, const Place& place) {
  if (!json.is_string() || json.get_ref<const std::string&>().empty())
    place.fail("must be a string that is not empty");
  return json.get<std::string>();
}

double asNumber(const Json& json, const Place& place, double max) {
  if (!json.is_number()) place.fail("must be a number");
  const auto number = json.get<double>();
  if (!(number > 0) || number > max)
    place.fail("must be more than 0 and at most " + std::to_string(static_cast<uint64_t>(max)));
  return number;
}

size_t asCount(const Json& json, const Place& place, double max) {
  const double number = asNumber(json, place, max);
  if (number != std::floor(number)) place.fail("must be a whole number");
  return static_cast<size_t>(number);
}

void readLimits(const Json& json, const Place& place, Limits& limits) {
  asObject(json, place, {"heapMB", "crankMs", "storeMB", "messages", "valueMB"});
  for (const auto& [name, value] : json.items()) {
    const Place at = place.at(name);
    if (name == "heapMB") limits.heapMB = asNumber(value, at, kMegabytesMax);
    if (name == "crankMs") limits.crankMs = static_cast<int>(asCount(value, at, 2147483647));
    if (name == "storeMB") limits.storeMB = asNumber(value, at, kMegabytesMax);
    if (name == "messages") limits.messages = asCount(value, at, 1e15);
    if (name == "valueMB") limits.valueMB = asNumber(value, at, kMegabytesMax);
  }
}

void readPowers(const Json& json, const Place& place, std::set<std::string>& powers) {
  if (!json.is_array()) place.fail("must be an array of names of powers");
  for (const Json& each : json) {
    const std::string power = asString(each, place);
    if (!isPower(power))
      place.fail("grants an unknown power \"" + power + "\": known are clock, random, vatAdmin");
    powers.insert(power);
  }
}

void checkName(const std::string& name, const std::string& what, const Place& place) {
  if (!isVatName(name)) place.fail("names " + what + " \"" + name + "\": " + kVatNameRule);
}

Value readParameters(const Json& json, const Place& place) {
  try {
    return Value::fromJson(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  } catch (const ValueError& error) {
    place.fail(std::string("cannot be passed: ") + error.what());
  }
}

void checkIsolation(const Json& json, const Place& place) {
  const std::string isolation = asString(json, place);
  if (isolation == "process")
    place.fail("asks for \"process\", which this keeve does not have yet: use \"kernel\"");
  if (isolation != "kernel") place.fail("must be \"kernel\" or \"process\"");
}

AppVat readVat(const std::string& name, const Json& json, const Place& place) {
  asObject(json, place, {"source", "parameters", "powers", "limits", "isolation"});
  AppVat vat{.name = name};
  if (!json.contains("source")) place.fail("has no source: name its module");
  vat.source = FileSource{asString(json["source"], place.at("source"))};
  vat.parameters = readParameters(json.value("parameters", Json::object()), place.at("parameters"));
  if (json.contains("powers")) readPowers(json["powers"], place.at("powers"), vat.powers);
  if (json.contains("limits")) readLimits(json["limits"], place.at("limits"), vat.limits);
  if (json.contains("isolation")) checkIsolation(json["isolation"], place.at("isolation"));
  return vat;
}

AppSource readSource(const std::string& name, const Json& json, const Place& place) {
  AppSource source{.name = name};
  if (json.is_string()) {
    source.source = FileSource{asString(json, place)};
    return source;
  }
  if (!json.is_object()) place.fail("must be a file, or an object with a source");
  asObject(json, place, {"source", "powers", "limits"});
  if (!json.contains("source")) place.fail("has no source: name its module");
  source.source = FileSource{asString(json["source"], place.at("source"))};
  if (json.contains("powers")) readPowers(json["powers"], place.at("powers"), source.powers);
  if (json.contains("limits")) readLimits(json["limits"], place.at("limits"), source.limits);
  return source;
}

void readSources(const Json& json, const Place& place, std::set<std::string> names, App& app) {
  asObject(json, place, {});
  for (const auto& [name, value] : json.items()) {
    checkName(name, "a source", place);
    if (!names.insert(name).second)
      place.fail("names \"" + name + "\", which is the name of a vat or of another source");
    app.sources.push_back(readSource(name, value, place.at(name)));
  }
}

}  // namespace

void readConfig(std::string_view text, const std::string& file, App& app) {
  const Place top{file, ""};
  // Ahead of the parser below, for what it would choke on.
  const JsonBody body = jsonToBody(text);
  if (const auto* impassable = std::get_if<ImpassableJson>(&body))
    top.fail("cannot be taken: " + impassable->message);
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& error) {
    const std::string what = error.what();
    const size_t colon = what.find("] ");
    top.fail("is no JSON: " + (colon == std::string::npos ? what : what.substr(colon + 2)));
  }
  asObject(json, top, {"bootstrap", "vats", "sources"});
  if (!json.contains("vats")) top.fail("has no vats");
  const Place vats = top.at("vats");
  asObject(json["vats"], vats, {});
  if (json["vats"].empty()) vats.fail("must name at least one vat");
  std::set<std::string> names;
  for (const auto& [name, value] : json["vats"].items()) {
    checkName(name, "a vat", vats);
    if (!names.insert(name).second) vats.fail("names \"" + name + "\" twice");
    app.vats.push_back(readVat(name, value, vats.at(name)));
  }
  if (json.contains("sources")) readSources(json["sources"], top.at("sources"), names, app);
  if (!json.contains("bootstrap")) return;
  app.bootstrap = asString(json["bootstrap"], top.at("bootstrap"));
  if (!names.contains(app.bootstrap))
    top.at("bootstrap").fail("names \"" + app.bootstrap + "\", which is none of the vats");
}

}  // namespace keeve::host

#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <functional>
#include <string_view>

#include "cli/call_command.h"
#include "cli/gc_command.h"
#include "cli/inspect_commands.h"
#include "cli/run_command.h"

namespace keeve::cli {

namespace {

constexpr const char* kDefaultStore = "./keeve-data";

// What the words asked for, filled in by the parser.
struct Request {
  VatOptions options{.store = kDefaultStore};
  std::string file;
  std::string word;  // KIND or REF
  GcOptions gc;
  bool json = false;
  std::vector<std::string> call;  // VAT METHOD ARG…, or -
  std::string unused;
  std::function<Exit(const Environment&)> command;
};

CLI::App* addCommand(CLI::App& app, Request& request, const std::string& name,
                     const std::string& about) {
  CLI::App* command = app.add_subcommand(name, about);
  command
      ->add_option("--store", request.options.store,
                   "the store: rocksdb:PATH, rocksdb:PATH?profile=fast, PATH or memory:")
      ->capture_default_str();
  return command;
}

// SPEC §8.3, §8.1.
void addVatOptions(CLI::App& command, Request& request) {
  constexpr size_t kThreadsMax = 1024;
  constexpr size_t kAwakeMax = size_t{1} << 31;
  constexpr size_t kCacheMbMax = size_t{1} << 20;
  command
      .add_option("--threads", request.options.threads,
                  "how many threads run vats (default: one for each core)")
      ->check(CLI::Range(size_t{1}, kThreadsMax));
  command
      .add_option("--awake", request.options.awake,
                  "how many vats are kept in memory before those least recently used are put to\n"
                  "sleep (default: all)")
      ->check(CLI::Range(size_t{1}, kAwakeMax));
  command
      .add_option("--cache", request.options.cacheMb,
                  "MB of objects and entries that all vats together keep in memory")
      ->check(CLI::Range(size_t{1}, kCacheMbMax))
      ->capture_default_str();
}

void addRun(CLI::App& app, Request& request) {
  CLI::App* run = addCommand(app, request, "run",
                             "start APP, or resume it, and run until nothing is left to do");
  addVatOptions(*run, request);
  run->add_option("APP", request.file, "a vat module (.js, .mjs) or a config (.json)")->required();
  run->callback([&request] {
    request.command = [&request](const Environment& environment) {
      return runApp(environment, request.file, request.options);
    };
  });
}

void addCall(CLI::App& app, Request& request) {
  CLI::App* call = addCommand(app, request, "call",
                              "send a message to a vat's root object and print the result");
  addVatOptions(*call, request);
  // For the help: the words themselves never pass the parser, which would take "[1,2]" apart.
  call->add_option(
      "VAT", request.unused,
      "VAT METHOD ARG...: an ARG is JSON, or else a string.\n"
      "-: read calls from standard input, one a line (VAT METHOD ARG...), and print a\n"
      "line for each: the result, or ! and the error. Words are separated by blanks; an\n"
      "ARG that starts with { [ or \" reaches to the end of that JSON text, and one in\n"
      "'...' is what the quotes hold.");
  call->callback([&request] {
    const bool fromInput = request.call.size() == 1 && request.call[0] == "-";
    if (request.call.empty()) throw CLI::RequiredError("VAT");
    if (!fromInput && request.call.size() < 2) {
      throw CLI::ValidationError("call", "METHOD is missing: keeve call VAT METHOD ARG...");
    }
    request.command = [&request, fromInput](const Environment& environment) {
      if (fromInput) return callLines(environment, request.options);
      CallWords words{
          request.call[0], request.call[1], {request.call.begin() + 2, request.call.end()}};
      return callOnce(environment, words, request.options);
    };
  });
}

using Look = Exit (*)(const Environment&, const std::string&);

void addLook(CLI::App& app, Request& request, const std::string& name, const std::string& about,
             Look look) {
  addCommand(app, request, name, about)->callback([&request, look] {
    request.command = [&request, look](const Environment& environment) {
      return look(environment, request.options.store);
    };
  });
}

using LookAt = Exit (*)(const Environment&, const std::string&, const std::string&);

void addLookAt(CLI::App& app, Request& request, const std::string& name, const std::string& about,
               LookAt look) {
  CLI::App* command = addCommand(app, request, name, about);
  command->add_option("REF", request.word, "the object, as `keeve objects` lists it: main:o17")
      ->required();
  command->callback([&request, look] {
    request.command = [&request, look](const Environment& environment) {
      return look(environment, request.word, request.options.store);
    };
  });
}

void addLooks(CLI::App& app, Request& request) {
  addLook(app, request, "vats", "list the vats: name, incarnation and state", listVats);
  addLook(app, request, "kinds", "list the kinds: vat, tag, number and count of instances",
          listKinds);
  CLI::App* objects =
      addCommand(app, request, "objects", "list virtual objects and stores: REF and tag");
  objects->add_option("KIND", request.word, "only those of the kind with this tag");
  objects->callback([&request] {
    request.command = [&request](const Environment& environment) {
      return listObjects(environment, request.word, request.options.store);
    };
  });
  addLookAt(app, request, "show", "print an object's state or a store's entries", showObject);
  addLookAt(app, request, "why", "print the shortest chain that keeps an object", showWhy);
  CLI::App* stats = addCommand(app, request, "stats", "print how much of what the store holds");
  stats->add_flag("--json", request.json, "as one JSON object");
  stats->callback([&request] {
    request.command = [&request](const Environment& environment) {
      return showStats(environment, request.json ? StatsForm::json : StatsForm::lines,
                       request.options.store);
    };
  });
  CLI::App* gc =
      addCommand(app, request, "gc", "delete what nothing can reach, and print what was freed");
  gc->add_flag("--dry-run", request.gc.isDryRun, "change nothing, and print what would be freed");
  gc->add_flag("--json", request.gc.asJson, "as one JSON object");
  gc->callback([&request] {
    request.command = [&request](const Environment& environment) {
      return collectGarbage(environment, request.gc, request.options.store);
    };
  });
  addLook(app, request, "check",
          "verify every invariant of the store; prints what is wrong and exits 1", checkWholeStore);
}

bool hasCommand(const CLI::App& app, const std::string& name) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(),
                     [&](const CLI::App* each) { return each->get_name() == name; });
}

bool takesValue(std::string_view option) {
  return option == "--store" || option == "--threads" || option == "--awake" || option == "--cache";
}

// "--store=PATH"
bool isAssigned(std::string_view word) {
  const size_t mark = word.find('=');
  return mark != std::string_view::npos && takesValue(word.substr(0, mark));
}

// What follows `call` is options, wherever they stand, and the words of the call, of which an ARG may look like an option
// (-5). Leaves the options in `words` and returns the others.
std::vector<std::string> takeCallWords(std::vector<std::string>& words) {
  std::vector<std::string> options{words[0]};
  std::vector<std::string> others;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      others.insert(others.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    const bool isHelp = (word == "--help" || word == "-h") && others.size() < 2;
    const bool looksLikeOption = word.size() > 1 && word.front() == '-' && others.empty();
    if (takesValue(word)) {
      options.push_back(word);
      if (i + 1 < words.size()) options.push_back(words[++i]);
    } else if (isHelp || looksLikeOption || isAssigned(word)) {
      options.push_back(word);
    } else {
      others.push_back(word);
    }
  }
  words = std::move(options);
  return others;
}

}  // namespace

Exit runCommandLine(const Environment& environment, std::vector<std::string> words) {
  Request request;
  CLI::App app{"Keeve, a vat kernel: JavaScript objects that outlive the process."};
  app.name("keeve");
  app.require_subcommand(1);
  addRun(app, request);
  addCall(app, request);
  addLooks(app, request);
  if (!words.empty() && !words[0].starts_with('-') && !hasCommand(app, words[0])) {
    complain(environment, "keeve: there is no command \"" + words[0] + "\": see keeve --help");
    return Exit::usage;
  }
  if (!words.empty() && words[0] == "call") request.call = takeCallWords(words);
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    writeAll(environment.streams.out, chosen.empty() ? app.help() : chosen.front()->help());
    return Exit::fine;
  } catch (const CLI::ParseError& error) {
    complain(environment, std::string("keeve: ") + error.what() + ": see keeve --help");
    return Exit::usage;
  }
  try {
    return request.command(environment);
  } catch (const std::exception& error) {
    complain(environment, std::string("keeve: ") + error.what());
    return Exit::failed;
  }
}

}  // namespace keeve::cli

// A C++ program with Keeve in it: a wish list that outlives the process, and a mailer in C++ that
// each letter reaches once, whatever happens in between.
//
//   embed_example STORE OUTBOX wish Ada tea 5     leaves a wish
//   embed_example STORE OUTBOX price tea 4        tells of a price; wishes that it meets are mailed
//   embed_example STORE OUTBOX crash tea 4        the same, dying after the first letter is posted
//
// The first run makes the store, with the vat of desk.js in it; later ones open it. docs/embedding.md
// explains what is used here.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "keeve/kernel.h"
#include "outbox.h"

namespace {

enum class AfterPosting { goOn, die };

std::unique_ptr<keeve::Kernel> openShop(const std::string& store) {
  const keeve::KernelOptions options{.store = store};
  if (std::filesystem::exists(store)) return keeve::Kernel::open(options);
  keeve::App app{.name = "shop", .folder = KEEVE_EXAMPLE_FOLDER, .bootstrap = "desk"};
  app.vats.push_back({.name = "desk", .source = keeve::FileSource{"desk.js"}});
  app.hostObjects = {"mailer"};
  return keeve::Kernel::create(options, app);
}

// What vats send to the mailer. It is called on a thread of the kernel's; had the post been slow, the
// call could go to another thread and be settled there, later.
void handleMail(Outbox& outbox, AfterPosting after, const keeve::HostCall& call) {
  if (call.method() != "post" || call.args().size() != 2) {
    call.reject(keeve::Value::error("TypeError", "a mailer can post(to, text), and nothing else"));
    return;
  }
  outbox.post(call.key(), call.args()[0].asString(), call.args()[1].asString());
  if (after == AfterPosting::die) _exit(9);  // the letter is posted, and nobody was told
  call.fulfil();
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 5) {
    std::fputs("usage: embed_example STORE OUTBOX wish WHO THING LIMIT | price THING PRICE\n",
               stderr);
    return 2;
  }
  Outbox outbox(words[1]);
  const auto after = words[2] == "crash" ? AfterPosting::die : AfterPosting::goOn;
  const auto shop = openShop(words[0]);
  shop->addHostObject(
      "mailer", [&outbox, after](const keeve::HostCall& call) { handleMail(outbox, after, call); });
  for (const keeve::FailedStart& failed : shop->start()) {
    std::fprintf(stderr, "vat %s did not start: %s\n", failed.vat.c_str(), failed.log.c_str());
    return 1;
  }
  std::vector<keeve::Value> args;
  for (size_t i = 3; i < words.size(); ++i) args.push_back(keeve::Value::fromArgument(words[i]));
  const keeve::Call asked = shop->queueToRoot("desk", words[2] == "wish" ? "wish" : "priced", args);
  const keeve::Call open = shop->queueToRoot("desk", "open", {});
  shop->runUntilIdle();
  shop->flush();
  const double number = asked.get().asNumber();  // or what the vat threw, as CallRejected
  if (words[2] == "wish") {
    std::printf("wish %.0f is noted\n", number);
  } else {
    std::printf("%.0f of the wishes came true\n", number);
  }
  std::printf("%.0f were open when we asked\n", open.get().asNumber());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "embed_example: %s\n", error.what());
    return 1;
  }
}

// The commands as a process would be given them, with scripted vats in the place of V8.
#include "cli/command_line.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/temporary_directory.h"
#include "kernel/testing/scripted_vats.h"
#include "protocol/vat_records.h"
#include "store/store.h"

namespace keeve::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() {
    vats_.set("main",
              [](const Delivery& delivery, SyscallPort& port) { return deliver(delivery, port); });
    write("main.js", "");
  }

  // What the vat `main` does: echo(x) gives its message back, and so on.
  static DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) {
    if (std::holds_alternative<StartVat>(delivery.what)) return start(port);
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    const std::string method = kernel::methodName(message->message.body);
    const auto answer = [&](bool rejected, VatCapData value) {
      port.resolve({{*message->result, rejected, std::move(value)}});
    };
    if (method == "echo") answer(false, {message->message.body, {}});
    if (method == "fail") answer(true, {kernel::errorBody("RangeError", "no"), {}});
    if (method == "nothing") answer(false, {kernel::undefinedBody(), {}});
    if (method == "lend")
      answer(false, {std::string{'\x10', '\0', '\x80'}, {virtualObjectRef(1, 9)}});
    if (method == "log") port.print(Stream::out, "a line");
    if (method == "log") port.print(Stream::err, "a warning");
    if (method == "log") answer(false, {kernel::undefinedBody(), {}});
    if (method == "spin") return Fault{"crankMs", ""};
    return Delivered{};
  }
  static DeliveryOutcome start(SyscallPort& port) {
    const auto answer = port.loadModule("", "");
    const auto* source = std::get_if<ModuleSource>(&answer);
    if (!source)
      return StartFailed{std::get<ModuleMissing>(answer).message,
                         {kernel::errorBody("Error", "gone"), {}}};
    if (source->text == "throw") {
      return StartFailed{"Error: boom\n    at f (keeve:///main.js:1:1)\n    at g",
                         {kernel::errorBody("Error", "boom"), {}}};
    }
    port.write({VatTable::counters}, toBytes(VatCounters{20, 2}));
    port.write({VatTable::kind, 0}, toBytes(KindRecord{"purse"}));
    port.write({VatTable::shape, 1}, toBytes(ShapeRecord{0,
                                                         1,
                                                         false,
                                                         {"\x81n",
                                                          "\x83"
                                                          "a b"}}));
    std::string state;
    appendStateHead(state, 1);
    appendCapData(state, {std::string{'\x47', '\x10', '\0', '\x80'}, {{kStrongStoreClass, 10}}});
    port.write({VatTable::state, 9}, state);
    port.write({VatTable::store, 10}, toBytes(StoreRecord{Strength::strong, 1, 0, "name"}));
    std::string entry;
    appendCapData(entry, {std::string{'\x10', '\0', '\x80'}, {virtualObjectRef(1, 9)}});
    port.write({VatTable::entry, 10, "skey"}, entry);
    return Delivered{};
  }

  struct Done {
    int exit = 0;
    std::string out;
    std::string err;
  };

  // Runs the words with --store, and `input` as standard input.
  Done keeve(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.end(), {"--store", (folder_ / "store").string()});
    return bare(std::move(words), input);
  }
  Done bare(std::vector<std::string> words, const std::string& input = "") {
    write("in", input);
    const int in = ::open((folder_ / "in").c_str(), O_RDONLY);
    const int out = ::open((folder_ / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err = ::open((folder_ / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const Environment environment{
        [this]() -> VatWorkerFactory& { return vats_; }, clock_, stop_, {in, out, err}};
    const Exit exit = runCommandLine(environment, std::move(words));
    for (const int fd : {in, out, err}) ::close(fd);
    return {static_cast<int>(exit), readAll("out"), readAll("err")};
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  std::string readAll(const std::string& name) {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  std::string app(const std::string& name = "main.js") { return (folder_ / name).string(); }
  Done run() { return keeve({"run", app()}); }

  const TemporaryDirectory directory_;
  const fs::path& folder_ = directory_.root();
  kernel::ScriptedVats vats_;
  const SystemClock clock_;
  const std::atomic<bool> stop_ = false;
};

TEST_F(CommandLineTest, ACallPrintsItsResultAsJson) {
  EXPECT_EQ(run().exit, 0);
  const Done done = keeve(
      {"call", "main", "echo", "-5", "word", R"({"a": [1, "x"]})", "--flag", "[]", "[1,]", ""});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_EQ(done.out, "[0,\"echo\",[-5,\"word\",{\"a\":[1,\"x\"]},\"--flag\",[],\"[1,]\",\"\"]]\n");
  EXPECT_EQ(keeve({"call", "main", "nothing"}).out, "");
  EXPECT_EQ(keeve({"call", "main", "lend"}).out, "\"[Alleged: purse]\"\n");
}

TEST_F(CommandLineTest, AFailedCallSaysWhyAndExitsWithOne) {
  run();
  const std::vector<std::pair<std::string, std::string>> reasons = {
      {"fail", "RangeError: no\n"},
      {"spin", "Error: vat main exceeded crankMs\n"},
      {"never", "the result of main.never did not settle\n"}};
  for (const auto& [method, reason] : reasons) {
    const Done done = keeve({"call", "main", method});
    EXPECT_EQ(done.exit, 1);
    EXPECT_EQ(done.out, "");
    EXPECT_EQ(done.err, reason);
  }
  EXPECT_THAT(keeve({"call", "bank", "x"}).err, HasSubstr("there is no vat \"bank\""));
  EXPECT_THAT(keeve({"call", "main", "echo", R"("\ud800")"}).err,
              HasSubstr("unpaired surrogates are not passable"));
}

TEST_F(CommandLineTest, LinesAreAnsweredInOrder) {
  run();
  const Done done = keeve(
      {"call", "-"},
      "main echo 1\n\n \nmain fail\nmain\nmain never\nmain log\nbank x\nmain echo {\"a\": 1}");
  EXPECT_EQ(done.exit, 1);
  EXPECT_EQ(done.out,
            "[0,\"echo\",[1]]\n! RangeError: no\n! a line is VAT METHOD ARG…: give a method of "
            "main\na line\n"
            "! the result of main.never did not settle\n\n! there is no vat \"bank\": `keeve vats` "
            "lists them\n[0,\"echo\",[{\"a\":1}]]\n");
  EXPECT_EQ(done.err, "a warning\n");
  EXPECT_EQ(keeve({"call", "-"}, "main echo\n").exit, 0);
  EXPECT_EQ(keeve({"call", "-"}, "").exit, 0);
}

TEST_F(CommandLineTest, ManyLinesAreAllAnswered) {
  run();
  std::string input;
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    input += "main echo " + std::to_string(i) + "\n";
    expected += "[0,\"echo\",[" + std::to_string(i) + "]]\n";
  }
  EXPECT_EQ(keeve({"call", "-"}, input).out, expected);
}

TEST_F(CommandLineTest, ARunThatDoesNotStartSaysWhereInOneLine) {
  write("main.js", "throw");
  const Done done = run();
  EXPECT_EQ(done.exit, 1);
  EXPECT_EQ(done.err, "vat main did not start: Error: boom at f (keeve:///main.js:1:1)\n");
  EXPECT_EQ(keeve({"vats"}).out, "main incarnation 0 faulty: Error: boom\n");
}

TEST_F(CommandLineTest, AnAppWhoseFileIsGoneIsResumedFromTheStoreThatHoldsIt) {
  EXPECT_THAT(keeve({"run", app("gone.js")}).err, StartsWith("keeve: there is no app at "));
  EXPECT_FALSE(fs::exists(folder_ / "store"));
  run();
  fs::remove(folder_ / "main.js");
  EXPECT_EQ(run().exit, 0);
  EXPECT_EQ(keeve({"run", app("other.js")}).exit, 1);
  EXPECT_EQ(keeve({"call", "main", "nothing"}).exit, 0);
}

TEST_F(CommandLineTest, UsageErrorsExitWithTwo) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"bogus"},
                                             {"run"},
                                             {"call"},
                                             {"call", "main"},
                                             {"call", "--nope"},
                                             {"vats", "x"},
                                             {"show"},
                                             {"stats", "--jsn"},
                                             {"--store"}}) {
    const Done done = bare(words);
    EXPECT_EQ(done.exit, 2) << testing::PrintToString(words);
    EXPECT_THAT(done.err, HasSubstr("see keeve --help\n"));
    EXPECT_EQ(done.out, "");
  }
}

TEST_F(CommandLineTest, HelpIsEverywhere) {
  EXPECT_THAT(bare({"--help"}).out, HasSubstr("Subcommands:"));
  for (const char* command :
       {"run", "call", "vats", "kinds", "objects", "show", "stats", "check"}) {
    const Done done = bare({command, "--help"});
    EXPECT_EQ(done.exit, 0);
    EXPECT_THAT(done.out, HasSubstr("--store")) << command;
  }
}

TEST_F(CommandLineTest, TheToolsShowWhatIsStored) {
  run();
  EXPECT_EQ(keeve({"vats"}).out, "main incarnation 1 running\n");
  EXPECT_EQ(keeve({"kinds"}).out, "main purse kind 0 instances 1\n");
  EXPECT_EQ(keeve({"objects"}).out, "main:o9 purse\nmain:s10 store\n");
  EXPECT_EQ(keeve({"objects", "purse"}).out, "main:o9 purse\n");
  EXPECT_EQ(keeve({"objects", "coin"}).err,
            "keeve: there is no kind \"coin\": `keeve kinds` lists them\n");
  EXPECT_EQ(keeve({"show", "main:o9"}).out, "main:o9 purse\nn: 7\n\"a b\": main:s10\n");
  EXPECT_EQ(keeve({"show", "main:s10"}).out,
            "main:s10 store\nkey name: name\nentries: 1\n\"key\" => main:o9\n");
  for (const char* ref : {"main:o10", "main:o99", "bank:o9", "main", "main:", "main:o", "main:o9x",
                          "main:o99999999999999999999"}) {
    EXPECT_EQ(keeve({"show", ref}).exit, 1) << ref;
  }
  EXPECT_THAT(keeve({"stats"}).out, HasSubstr("objects 1\n"));
  EXPECT_THAT(keeve({"stats", "--json"}).out,
              StartsWith("{\"vats\":1,\"kinds\":1,\"objects\":1,\"stores\":1,\"entries\":1,"));
}

TEST_F(CommandLineTest, CheckTellsWhatIsWrong) {
  run();
  EXPECT_EQ(keeve({"check"}).exit, 0);
  {
    const auto store = store::openStore((folder_ / "store").string(), store::OpenMode::mustExist);
    store::WriteBatch batch;
    batch.put("Nbank", "\x05");
    store->apply(batch);
  }
  const Done done = keeve({"check"});
  EXPECT_EQ(done.exit, 1);
  EXPECT_EQ(done.out, "the vat name \"bank\" leads to no vat of that name\n");
}

TEST_F(CommandLineTest, AStoreThatIsNotThereIsNotMade) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"vats"}, {"check"}, {"call", "main", "x"}, {"call", "-"}}) {
    const Done done = keeve(words);
    EXPECT_EQ(done.exit, 1);
    EXPECT_THAT(done.err, HasSubstr("there is no store at "));
  }
  EXPECT_FALSE(fs::exists(folder_ / "store"));
}

}  // namespace
}  // namespace keeve::cli

// The commands as a process would be given them.
#include "cli/command_line.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace keeve::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

// What the vat `main` does.
constexpr const char* kVat = R"(
const makePurse = makeKind(function purse(state) {
  return { init() { state.n = 7; state['a b'] = names; }, self: { n() { return state.n; } } };
});
const names = makeStore('name');
if (!names.has('key')) names.init('key', makePurse());
export const buildRootObject = () => Far('root', {
  echo(...args) { return args; },
  fail() { throw RangeError('no'); },
  nothing() {},
  lend() { return names.get('key'); },
  never() { return new Promise(() => {}); },
  log() { console.log('a line'); console.warn('a warning'); },
});
)";

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() { write("main.js", kVat); }
  ~CommandLineTest() override { fs::remove_all(folder_); }

  struct Done {
    int exit = 0;
    std::string out;
    std::string err;
  };

  // Runs the words with --store, and `input` as standard input.
  Done keeve(std::vector<std::string> words, const std::string& input = "") {
    return bare(withStore(std::move(words)), input);
  }
  std::vector<std::string> withStore(std::vector<std::string> words) {
    words.insert(words.end(), {"--store", (folder_ / "store").string()});
    return words;
  }
  Done bare(std::vector<std::string> words, const std::string& input = "") {
    write("in", input);
    return withInput(std::move(words), ::open((folder_ / "in").c_str(), O_RDONLY));
  }
  // Closes `in`.
  Done withInput(std::vector<std::string> words, int in) {
    const int out = ::open((folder_ / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err = ::open((folder_ / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const Environment environment{stop_, {in, out, err}};
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

  static fs::path newFolder() {
    std::string pattern = (fs::temp_directory_path() / "keeve-test-XXXXXX").string();
    return mkdtemp(pattern.data());
  }

  const fs::path folder_ = newFolder();
  const std::atomic<bool> stop_ = false;
};

TEST_F(CommandLineTest, ACallPrintsItsResultAsJson) {
  EXPECT_EQ(run().exit, 0);
  const Done done = keeve(
      {"call", "main", "echo", "-5", "word", R"({"a": [1, "x"]})", "--flag", "[]", "[1,]", ""});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_EQ(done.out, "[-5,\"word\",{\"a\":[1,\"x\"]},\"--flag\",[],\"[1,]\",\"\"]\n");
  EXPECT_EQ(keeve({"call", "main", "nothing"}).out, "");
  EXPECT_EQ(keeve({"call", "main", "lend"}).out, "\"[Alleged: purse]\"\n");
}

TEST_F(CommandLineTest, AFailedCallSaysWhyAndExitsWithOne) {
  run();
  const std::vector<std::pair<std::string, std::string>> reasons = {
      {"fail", "RangeError: no\n"}, {"never", "the result of main.never did not settle\n"}};
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
            "[1]\n! RangeError: no\n! a line is VAT METHOD ARG…: give a method of "
            "main\na line\n"
            "! the result of main.never did not settle\n\n! there is no vat \"bank\": `keeve vats` "
            "lists them\n[{\"a\":1}]\n");
  EXPECT_EQ(done.err, "a warning\n");
  EXPECT_EQ(keeve({"call", "-"}, "main echo\n").exit, 0);
  EXPECT_EQ(keeve({"call", "-"}, "").exit, 0);
}

TEST_F(CommandLineTest, ALineIsReadWhileTheKernelIsBusy) {
  write("app.json", R"({"bootstrap": "main", "vats": {"main": {"source": "main.js"},
                        "wall": {"source": "wall.js"}}})");
  write("main.js", R"(
    const names = makeStore('name');
    let isHalted = false;
    export const buildRootObject = () => {
      const root = Far('root', {
        bootstrap(vats) { names.init('wall', vats.wall); },
        play() {
          if (isHalted) return 'halted';
          console.warn('playing');
          return E(names.get('wall')).play(root);
        },
        halt() { isHalted = true; },
      });
      return root;
    };
  )");
  write("wall.js", R"(
    export const buildRootObject = () => Far('root', { play(root) { return E(root).play(); } });
  )");
  ASSERT_EQ(keeve({"run", app("app.json")}).err, "");
  std::array<int, 2> ends = {};
  ASSERT_EQ(::pipe(ends.data()), 0);
  write("err", "");
  std::thread writer([&] {
    writeAll(ends[1], "main play\n");
    while (readAll("err").empty()) std::this_thread::yield();
    writeAll(ends[1], "main halt\n");
    ::close(ends[1]);
  });
  EXPECT_EQ(withInput(withStore({"call", "-"}), ends[0]).out, "\"halted\"\n\n");
  writer.join();
}

TEST_F(CommandLineTest, ManyLinesAreAllAnswered) {
  run();
  std::string input;
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    input += "main echo " + std::to_string(i) + "\n";
    expected += "[" + std::to_string(i) + "]\n";
  }
  EXPECT_EQ(keeve({"call", "-"}, input).out, expected);
}

TEST_F(CommandLineTest, ARunThatDoesNotStartSaysWhereInOneLine) {
  write("main.js", "function f() {\n  throw Error('boom');\n}\nf();\n");
  const Done done = run();
  EXPECT_EQ(done.exit, 1);
  EXPECT_EQ(done.err, "vat main did not start: Error: boom at f (keeve:///main.js:2:9)\n");
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
  const std::string purse = keeve({"objects", "purse"}).out;
  EXPECT_THAT(purse, testing::MatchesRegex("main:o[0-9]+ purse\n"));
  EXPECT_THAT(keeve({"objects"}).out, StartsWith(purse + "main:s1 store\n"));
  EXPECT_EQ(keeve({"objects", "coin"}).err,
            "keeve: there is no kind \"coin\": `keeve kinds` lists them\n");
  const std::string ref = purse.substr(0, purse.find(' '));
  EXPECT_THAT(keeve({"show", ref}).out, StartsWith(ref + " purse\nn: 7\n\"a b\": main:s"));
  for (const char* none : {"main:o10000", "bank:o9", "main", "main:", "main:o", "main:o9x",
                           "main:o99999999999999999999"}) {
    EXPECT_EQ(keeve({"show", none}).exit, 1) << none;
  }
  EXPECT_THAT(keeve({"stats"}).out, HasSubstr("objects 1\n"));
  EXPECT_THAT(keeve({"stats", "--json"}).out,
              StartsWith("{\"vats\":1,\"kinds\":1,\"objects\":1,\"stores\":"));
  const Done check = keeve({"check"});
  EXPECT_EQ(check.exit, 0);
  EXPECT_EQ(check.out, "");
}

TEST_F(CommandLineTest, HowManyThreadsAndVatsAwakeCanBeSaid) {
  EXPECT_EQ(keeve({"run", app(), "--threads", "2", "--awake", "1"}).exit, 0);
  EXPECT_EQ(keeve({"call", "--threads=2", "main", "echo", "1", "--awake", "3"}).out, "[1]\n");
  EXPECT_EQ(keeve({"call", "--threads", "1", "-"}, "main echo 2\n").out, "[2]\n");
  EXPECT_EQ(keeve({"call", "--cache", "1", "main", "echo", "1", "--cache=2"}).exit, 2);
  EXPECT_EQ(keeve({"call", "--cache", "1", "main", "echo", "1"}).out, "[1]\n");
  for (const char* none : {"0", "-1", "x", "1.5"}) {
    EXPECT_EQ(keeve({"run", app(), "--threads", none}).exit, 2) << none;
    EXPECT_EQ(keeve({"run", app(), "--awake", none}).exit, 2) << none;
    EXPECT_EQ(keeve({"run", app(), "--cache", none}).exit, 2) << none;
  }
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

#include "kernel/sources/file_modules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/temporary_directory.h"

namespace keeve::kernel {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FileModulesTest : public testing::Test {
 protected:
  void SetUp() override { write("app/main.js", "main"); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((top_ / name).parent_path());
    std::ofstream(top_ / name, std::ios::binary) << text;
  }
  // "url text", or "none: message", or "refused: message". The referrer must have been found before.
  std::string find(const std::string& specifier, const std::string& referrer = "keeve:///main.js") {
    modules_.find("", "");
    const FindAnswer answer = modules_.find(referrer, specifier);
    if (const auto* found = std::get_if<FoundModule>(&answer))
      return found->url + " " + found->text;
    if (const auto* none = std::get_if<NoSuchModule>(&answer)) return "none: " + none->message;
    return "refused: " + std::get<RefusedModule>(answer).message;
  }

  const TemporaryDirectory directory_;
  const fs::path& top_ = directory_.root();
  FileModules modules_{top_ / "app", "./main.js"};
};

TEST_F(FileModulesTest, TheFirstModuleIsTheMainFile) {
  EXPECT_EQ(find("", ""), "keeve:///main.js main");
  FileModules other(top_ / "app", "./gone.js");
  EXPECT_EQ(std::get<NoSuchModule>(other.find("", "")).message, "cannot find module './gone.js'");
}

TEST_F(FileModulesTest, RelativeFilesAreNamedByWhereTheyLieInTheApp) {
  write("app/lib/tally.js", "tally");
  write("app/lib/more.mjs", "more");
  EXPECT_EQ(find("./lib/tally.js"), "keeve:///lib/tally.js tally");
  EXPECT_EQ(find("./lib/../lib/./tally.js"), "keeve:///lib/tally.js tally");
  EXPECT_EQ(find("./more.mjs", "keeve:///lib/tally.js"), "keeve:///lib/more.mjs more");
  EXPECT_EQ(find("../main.js", "keeve:///lib/tally.js"), "keeve:///main.js main");
}

TEST_F(FileModulesTest, AFileAboveTheAppIsNamedByItsWayUp) {
  write("shared/x.js", "x");
  EXPECT_EQ(find("../shared/x.js"), "keeve:///^/shared/x.js x");
  EXPECT_EQ(find("../app/main.js", "keeve:///^/shared/x.js"), "keeve:///main.js main");
  const std::string url = find(top_.relative_path().string().empty() ? "" : "../../../etc/x.js");
  EXPECT_THAT(url, HasSubstr("none: cannot find module"));
}

TEST_F(FileModulesTest, NamesThatUrlsWouldMisreadAreEncoded) {
  write("app/a b#?%^.js", "odd");
  EXPECT_EQ(find("./a b#?%^.js"), "keeve:///a%20b%23%3F%25%5E.js odd");
}

TEST_F(FileModulesTest, AFileIsOneModuleHoweverItIsNamed) {
  write("app/real.js", "real");
  fs::create_symlink("real.js", top_ / "app/link.js");
  EXPECT_EQ(find("./link.js"), "keeve:///real.js real");
}

TEST_F(FileModulesTest, WhatIsMissingIsNamedWithItsImporter) {
  write("app/near.js", "near");
  EXPECT_EQ(find("./far.js"), "none: cannot find module './far.js' imported from keeve:///main.js");
  EXPECT_EQ(
      find("./near"),
      "none: cannot find module './near' imported from keeve:///main.js: did you mean 'near.js'?");
  EXPECT_EQ(find("nowhere"), "none: cannot find package 'nowhere' imported from keeve:///main.js");
}

TEST_F(FileModulesTest, WhatIsNoModuleIsRefused) {
  write("app/data.json", "{}");
  write("app/old.cjs", "");
  fs::create_directories(top_ / "app/folder");
  for (const char* specifier : {"./data.json", "./old.cjs", "./folder", "/etc/passwd",
                                "file:///etc/passwd", "node:fs", "https://x.org/x.js"}) {
    EXPECT_THAT(find(specifier),
                HasSubstr("refused: cannot import '" + std::string(specifier) + "'"))
        << specifier;
  }
}

TEST_F(FileModulesTest, APackageIsFoundFromTheImporterUpwards) {
  write("node_modules/outer/index.js", "outer");
  write("app/node_modules/inner/package.json", R"({"main": "lib/inner"})");
  write("app/node_modules/inner/lib/inner.js", "inner");
  write("app/node_modules/inner/node_modules/outer/index.js", "its own outer");
  EXPECT_EQ(find("outer"), "keeve:///^/node_modules/outer/index.js outer");
  EXPECT_EQ(find("inner"), "keeve:///node_modules/inner/lib/inner.js inner");
  EXPECT_EQ(find("outer", "keeve:///node_modules/inner/lib/inner.js"),
            "keeve:///node_modules/inner/node_modules/outer/index.js its own outer");
  EXPECT_EQ(find("inner/lib/inner.js"), "keeve:///node_modules/inner/lib/inner.js inner");
}

TEST_F(FileModulesTest, ModuleComesBeforeMainAndExportsBeforeBoth) {
  write("app/node_modules/a/package.json", R"({"main": "main.js", "module": "module.js"})");
  write("app/node_modules/a/main.js", "main");
  write("app/node_modules/a/module.js", "module");
  write("app/node_modules/@s/b/package.json", R"({"main": "main.js", "exports": "./exported.js"})");
  write("app/node_modules/@s/b/exported.js", "exported");
  EXPECT_EQ(find("a"), "keeve:///node_modules/a/module.js module");
  EXPECT_EQ(find("@s/b"), "keeve:///node_modules/@s/b/exported.js exported");
  EXPECT_THAT(find("@s/b/main.js"), HasSubstr("package '@s/b': it has no export './main.js'"));
}

TEST_F(FileModulesTest, ConditionsSubpathsAndPatternsOfExports) {
  write("app/node_modules/p/package.json", R"({"name": "p", "exports": {
    ".": {"require": "./no.cjs", "import": {"node": "./no.js", "default": "./yes.js"}},
    "./sub": ["./sub.js", "./other.js"],
    "./features/*.js": "./src/*.js",
    "./features/private/*": null,
    "./deep/*": "./src/*/index.js",
    "./bad": "../outside.js",
    "./worse": "./node_modules/x.js"
  }})");
  write("app/node_modules/p/yes.js", "yes");
  write("app/node_modules/p/sub.js", "sub");
  write("app/node_modules/p/src/one.js", "one");
  write("app/node_modules/p/src/two/index.js", "two");
  EXPECT_EQ(find("p"), "keeve:///node_modules/p/yes.js yes");
  EXPECT_EQ(find("p/sub"), "keeve:///node_modules/p/sub.js sub");
  EXPECT_EQ(find("p/features/one.js"), "keeve:///node_modules/p/src/one.js one");
  EXPECT_EQ(find("p/deep/two"), "keeve:///node_modules/p/src/two/index.js two");
  EXPECT_EQ(find("p/sub", "keeve:///node_modules/p/yes.js"), "keeve:///node_modules/p/sub.js sub");
  for (const char* specifier :
       {"p/features/private/x.js", "p/yes.js", "p/bad", "p/worse", "p/features/*.js"}) {
    EXPECT_THAT(find(specifier), testing::AnyOf(HasSubstr("refused"), HasSubstr("none")))
        << specifier;
  }
}

TEST_F(FileModulesTest, APackageJsonThatMakesNoSenseIsRefused) {
  for (const char* text : {"{", "[]", "5", R"({"exports": 5})",
                           R"({"exports": {".": {"import": "x"}}})", R"({"exports": {}})"}) {
    write("app/node_modules/odd/package.json", text);
    EXPECT_THAT(find("odd"), HasSubstr("refused: cannot import 'odd'")) << text;
  }
  for (const char* specifier : {"@scope", "", "%41", "a\\b"}) {
    EXPECT_THAT(find(specifier), HasSubstr("refused: cannot import")) << specifier;
  }
}

TEST_F(FileModulesTest, AByteOrderMarkIsNoPartOfTheText) {
  write("app/mark.js", "\xef\xbb\xbftext");
  EXPECT_EQ(find("./mark.js"), "keeve:///mark.js text");
}

}  // namespace
}  // namespace keeve::kernel

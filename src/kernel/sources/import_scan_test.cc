#include "kernel/sources/import_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keeve::kernel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ImportScanTest, StaticAndDynamicImportsAreSeen) {
  EXPECT_THAT(mentionedImports(R"(import a from './a.js'; import "b"; export { c } from "c";
                                  const d = await import( './d.js' ); import(`e`);import*as f from'./f.js')"),
              ElementsAre("./a.js", "./d.js", "./f.js", "b", "c", "e"));
}

TEST(ImportScanTest, WhatIsNoPlainStringIsLeftOut) {
  EXPECT_THAT(
      mentionedImports(
          R"(import(name); import(`./${x}.js`); import('./a' + b); x.import('no'); reimport('no'); import()"),
      ElementsAre("./a"));
  EXPECT_THAT(mentionedImports("import '\\x41'; from 'unended\n"), IsEmpty());
}

}  // namespace
}  // namespace keeve::kernel

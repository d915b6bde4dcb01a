// SPDX-License-Identifier: Apache-2.0
#include "label/templates.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace cxrval;

namespace {

std::vector<label::Template> read(const std::string& text) {
  const auto source = base::memory_source(text, "t.tsv");
  return label::read_templates(*source);
}

const std::string whole = "region\ttemplate\nchest_wall\ta\npleura\tb\nlung\tc\nmediastinum\td\n";

}  // namespace

TEST_CASE("the built-in templates are those of data/templates/vindr-phutho.tsv") {
  const auto source = base::open_source(std::string(CXRVAL_SOURCE_DIR) + "/data/templates/vindr-phutho.tsv");
  CHECK(label::read_templates(*source) == label::default_templates());
}

TEST_CASE("the built-in templates have the lengths of Table 2 in NFC") {
  std::vector<std::size_t> sizes;
  for (const label::Template& one : label::default_templates()) sizes.push_back(one.phrase.size());
  CHECK(sizes == std::vector<std::size_t>{57, 56, 45, 51, 57, 44, 56, 42});
}

TEST_CASE("a list of templates is read with its regions") {
  const std::vector<label::Template> templates = read("\xEF\xBB\xBF" + whole + "lung\tcc\r\n");
  REQUIRE(templates.size() == 5);
  CHECK(templates[4] == label::Template{label::Region::lung, "cc"});
}

TEST_CASE("a list that is none is refused with its place") {
  CHECK_THROWS_WITH(read(""), "t.tsv:1: no list of templates; its first line must be region, a tab, template");
  CHECK_THROWS_WITH(read("region\ttemplate\nchest_wall\ta\n"),
                    "t.tsv: no template for the region pleura; without one no report is normal");
  CHECK_THROWS_WITH(read(whole + "bones\tx\n"),
                    "t.tsv:6: no template line; write chest_wall, pleura, lung or mediastinum, a tab and the phrase");
  CHECK_THROWS_WITH(read(whole + "\n"), contains("t.tsv:6: no template line"));
  CHECK_THROWS_WITH(read(whole + "lung\t \u00A0\n"), "t.tsv:6: empty template");
  CHECK_THROWS_WITH(read(whole + "lung\ta\u2028b\n"), "t.tsv:6: template with a line break");
  CHECK_THROWS_WITH(read(whole + "lung\ta\tb\n"), "t.tsv:6: more than two columns");
  CHECK_THROWS_WITH(read(whole + "lung\t" + std::string(1001, 'a') + "\n"),
                    "t.tsv:6: template of more than 1000 bytes");
  CHECK_THROWS_WITH(read(whole + "lung\t\xFF\n"), "t.tsv: is not UTF-8; save the list as UTF-8");
}

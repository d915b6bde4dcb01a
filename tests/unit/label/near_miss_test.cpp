// SPDX-License-Identifier: Apache-2.0
#include "label/near_miss.hpp"

#include "catch.hpp"
#include "text/normalize.hpp"

#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace cxrval;
using label::NearMiss;
using label::Region;

namespace {

std::vector<NearMiss> near(const std::string& text) {
  label::NearMissFinder finder(label::default_templates(), label::default_warning_words());
  return finder.find(text::normalized(text), {});
}

std::string edit(const std::string& text, Region region) {
  for (const NearMiss& miss : near(text)) {
    if (miss.region == region) return miss.text;
  }
  return "none";
}

// What turns `wanted` into the best piece of `found` weighs: 2 for a word put in, 3 for one left out or replaced.
unsigned weight(const std::vector<std::string>& wanted, const std::vector<std::string>& found) {
  unsigned best = 3 * static_cast<unsigned>(wanted.size());
  for (std::size_t first = 0; first <= found.size(); ++first) {
    std::vector<unsigned> row(wanted.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = 3 * static_cast<unsigned>(i);
    for (std::size_t j = first; j < found.size(); ++j) {
      std::vector<unsigned> next(row.size());
      next[0] = row[0] + 2;
      for (std::size_t i = 1; i < row.size(); ++i) {
        next[i] = std::min({row[i - 1] + (wanted[i - 1] == found[j] ? 0 : 3), row[i] + 2, next[i - 1] + 3});
      }
      row = next;
      best = std::min(best, row.back());
    }
  }
  return best;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

TEST_CASE("sentences a few words from a template are told with the edit") {
  CHECK(edit("Không thấy hình ảnh tràn dịch màng phổi", Region::pleura) ==
        "không thấy hình [+ảnh] tràn dịch màng phổi");
  CHECK(edit("Không thấy hình ảnh tràn dịch, tràn khí màng phổi hai bên.", Region::pleura) ==
        "không thấy hình [+ảnh] tràn dịch, [+tràn] khí màng phổi");
  CHECK(edit("- Nhu mô phổi 2 bên không thấy bất thường.", Region::lung) ==
        "nhu mô phổi [+2 bên] không thấy bất thường");
  CHECK(edit("Nhu mô phổi chưa thấy bất thường", Region::lung) == "nhu mô phổi [không>chưa] thấy bất thường");
  CHECK(edit("Hình tim trung thất bình thường", Region::mediastinum) == "hình tim [-và] trung thất bình thường");
  CHECK(edit("không thấy hình tràn dịch khí màng phổi", Region::pleura) ==
        "không thấy hình tràn dịch [-,] khí màng phổi");
}

TEST_CASE("dropped diacritics and slips of the pen are near") {
  CHECK(edit("nhu mo phoi khong thay bat thuong", Region::lung) ==
        "nhu [mô phổi không thấy bất thường>mo phoi khong thay bat thuong]");
  CHECK(edit("hình tim và trúng thất bình thường", Region::mediastinum) ==
        "hình tim và [trung>trúng] thất bình thường");
  CHECK(edit("nhu mô phỏi không thây bất thường", Region::lung) == "nhu mô [phổi>phỏi] không [thấy>thây] bất thường");
  CHECK(edit("nhu mô phổi không thấy bất thườngg", Region::lung) == "nhu mô phổi không thấy bất [thường>thườngg]");
}

TEST_CASE("what would say something else is not near") {
  CHECK(edit("nhu mô phổi thấy bất thường", Region::lung) == "none");
  CHECK(edit("nhu mô phổi trái không thấy bất thường", Region::lung) == "none");
  CHECK(edit("không thấy hình ảnh tràn dịch màng phổi phải", Region::pleura) == "none");
  CHECK(edit("không thấy hình ảnh tràn dịch màng phổi bên trái", Region::pleura) == "none");
  CHECK(edit("đám mờ không đồng nhất đáy phổi", Region::lung) == "none");
  CHECK(edit("rốn phổi không rõ, không thấy bất thường", Region::lung) == "none");
}

TEST_CASE("a sentence is near to the region that it is nearest to") {
  CHECK(edit("Hình tim và trung thất không thấy bất thường", Region::lung) == "none");
  CHECK(edit("Hình tim trung thất không thấy bất thường", Region::lung) == "none");
  CHECK(edit("Hình tim trung thất không thấy bất thường", Region::mediastinum) ==
        "hình tim [-và] trung thất không thấy bất thường");
}

TEST_CASE("words for one side and findings inside are known by the caller's words") {
  label::NearMissFinder finder(label::default_templates(), {});
  CHECK(finder.find("nhu mô phổi trái không thấy bất thường", {}).size() == 1);
  const std::vector<label::Span> findings = {{0, 5}};
  CHECK(finder.find("nhu mô phổi trái không thấy bất thường", findings).empty());
}

TEST_CASE("edits weigh as little as a search over all pieces of the sentence finds") {
  std::mt19937 random(7);
  const std::vector<std::string> words = {"abcd", "efghi", "jklm", "nopqr", "stuv"};
  const auto some = [&](std::size_t count) {
    std::vector<std::string> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(words[random() % words.size()]);
    return list;
  };
  for (int trial = 0; trial < 3000; ++trial) {
    const std::vector<std::string> wanted = some(1 + random() % 9);
    const std::vector<std::string> found = some(random() % 14);
    label::NearMissFinder finder({{Region::lung, joined(wanted)}}, {});
    const std::vector<NearMiss> nearest = finder.find(joined(found), {}, {});
    const unsigned least = weight(wanted, found);
    const unsigned most = wanted.size() < 5 ? 2U : std::min<unsigned>(7, static_cast<unsigned>(wanted.size()));
    REQUIRE(nearest.size() == (least <= most && joined(found).size() >= 12 ? 1 : 0));
    if (!nearest.empty()) REQUIRE(nearest.front().edits * 2 <= least);
    if (!nearest.empty()) REQUIRE(nearest.front().edits * 3 >= least);
  }
}

TEST_CASE("hostile text takes linear time") {
  for (const char* unit : {"không ", "nhu mô phổi ", "a.", "nhu mô phổi không thấy bất thườn.", ",", "x"}) {
    std::string text;
    while (text.size() < 1000000) text += unit;
    label::NearMissFinder finder(label::default_templates(), label::default_warning_words());
    const auto start = std::chrono::steady_clock::now();
    finder.find(text, {});
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}

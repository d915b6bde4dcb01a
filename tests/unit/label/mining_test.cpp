// SPDX-License-Identifier: Apache-2.0
#include "label/mining.hpp"

#include "base/bytes.hpp"
#include "catch.hpp"
#include "phantom/report_text.hpp"
#include "text/normalize.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace cxrval;
using label::Candidate;
using label::Region;
using label::Sound;
using label::Template;

namespace {

const label::SentenceJudge& judge() {
  static const label::FindingRules rules = [] {
    const auto source = base::open_source(std::string(CXRVAL_SOURCE_DIR) + "/data/findings/vi-chest.tsv");
    return label::read_finding_rules(*source);
  }();
  static const label::SentenceJudge made(rules);
  return made;
}

// The paper's rule, as it reads.
bool is_normal(const std::string& description, const std::vector<Template>& templates) {
  const std::string text = text::normalized(description);
  std::set<Region> normal;
  for (const Template& one : templates) {
    if (text.find(text::normalized(one.phrase)) != std::string::npos) normal.insert(one.region);
  }
  return normal.size() == label::region_count;
}

std::uint64_t count_normal(const std::vector<std::string>& reports, const std::vector<Template>& templates) {
  return static_cast<std::uint64_t>(
      std::count_if(reports.begin(), reports.end(), [&](const auto& one) { return is_normal(one, templates); }));
}

const Candidate* find(const label::Mined& mined, const std::string& text) {
  for (const Candidate& candidate : mined.ranked) {
    if (candidate.text == text) return &candidate;
  }
  return nullptr;
}

label::Mined mine(const std::vector<std::string>& reports, std::uint64_t min_reports = 1) {
  label::TemplateMiner miner(label::default_templates(), judge());
  std::size_t line = 1;
  for (const std::string& report : reports) miner.add(report, "", ++line);
  return miner.rank(min_reports);
}

}  // namespace

TEST_CASE("the missing templates of a simulated hospital come out on top") {
  phantom::Random random(20);
  label::TemplateMiner miner(label::default_templates(), judge());
  std::vector<std::string> free_normal;
  for (std::size_t i = 0; i < 20'000; ++i) {
    const phantom::LesionKind kinds[] = {phantom::LesionKind::nodule_mass,      phantom::LesionKind::cardiomegaly,
                                         phantom::LesionKind::pleural_effusion, phantom::LesionKind::rib_fracture,
                                         phantom::LesionKind::infiltration,     phantom::LesionKind::consolidation};
    const phantom::Lesion lesion{random.pick(kinds), random.chance(0.5) ? phantom::Side::right : phantom::Side::left,
                                 random.uniform()};
    const bool ill = random.chance(0.3);
    const phantom::ReportText report = phantom::write_report({&lesion, ill ? 1U : 0U}, random);
    miner.add(report.description, report.conclusion, i + 2);
    if (report.style == "free_normal") free_normal.push_back(report.description);
  }
  const label::Mined mined = miner.rank(20);
  REQUIRE(free_normal.size() > 200);

  const std::set<std::string> missing = {"lồng ngực cân đối, không thấy tổn thương xương",
                                         "khung xương lồng ngực bình thường",
                                         "góc sườn hoành hai bên nhọn",
                                         "không tràn dịch, tràn khí màng phổi hai bên",
                                         "hai phổi sáng, không thấy hình mờ khu trú",
                                         "hai trường phổi sáng đều",
                                         "bóng tim không to, trung thất cân đối",
                                         "kích thước bóng tim trong giới hạn bình thường",
                                         "không thấy hình ảnh tràn dịch, tràn khí màng phổi",
                                         "nhu mô phổi hai bên không thấy bất thường",
                                         "nhu mô phổi hiện tại chưa thấy bất thường rõ"};
  REQUIRE(mined.ranked.size() > missing.size());
  std::set<std::string> top;
  std::vector<Template> with_proposed = label::default_templates();
  for (std::size_t i = 0; i < missing.size(); ++i) {
    top.insert(mined.ranked[i].text);
    CHECK(mined.ranked[i].proposed);
    if (mined.ranked[i].region) with_proposed.push_back({*mined.ranked[i].region, mined.ranked[i].text});
  }
  CHECK(top == missing);
  CHECK(count_normal(free_normal, label::default_templates()) == 0);
  CHECK(count_normal(free_normal, with_proposed) == free_normal.size());
  for (std::size_t i = missing.size(); i < mined.ranked.size(); ++i) {
    INFO(mined.ranked[i].text);
    CHECK_FALSE(mined.ranked[i].proposed);
  }
}

TEST_CASE("reports that turn normal are those that the rule gives when the templates are added one by one") {
  const std::vector<std::string> pool = {"Không thấy hình bất thường xương lồng ngực",
                                         "Khung xương bình thường",
                                         "Không thấy hình tràn dịch màng phổi",
                                         "Góc sườn hoành nhọn",
                                         "Góc sườn hoành nhọn hai bên",
                                         "Nhu mô phổi không thấy bất thường",
                                         "Hai phổi sáng",
                                         "Hai phổi sáng đều",
                                         "Hình tim và trung thất bình thường",
                                         "Bóng tim không to",
                                         "Đám mờ đáy phổi phải",
                                         "Chụp phim thẳng"};
  std::mt19937 random(21);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<std::string> reports;
    for (std::size_t i = 0; i < 80; ++i) {
      std::string report;
      for (const std::string& sentence : pool) {
        if (random() % 2 == 0) report += "- " + sentence + (random() % 2 == 0 ? ".\n" : "; ");
      }
      if (!report.empty()) reports.push_back(report);
    }
    const label::Mined mined = mine(reports);
    CHECK(mined.normal_now == count_normal(reports, label::default_templates()));
    CHECK(mined.normal_now + mined.abnormal_now == reports.size());
    std::vector<Template> templates = label::default_templates();
    for (const Candidate& candidate : mined.ranked) {
      const std::string& text = candidate.text;
      const auto holds = [&](const std::string& report) {
        const std::string whole = text::normalized(report);
        return whole.find("- " + text + '.') != std::string::npos || whole.find("- " + text + ';') != std::string::npos;
      };
      INFO(text);
      REQUIRE(candidate.reports == std::uint64_t(std::count_if(reports.begin(), reports.end(), holds)));
      if (!candidate.region || candidate.sound == Sound::abnormal) continue;
      const std::uint64_t before = count_normal(reports, templates);
      templates.push_back({*candidate.region, text});
      REQUIRE(candidate.turned_added == count_normal(reports, templates) - before);
    }
  }
}

TEST_CASE("a sentence alone turns the reports that lack its region only") {
  const std::string rest = "Không thấy hình bất thường xương lồng ngực. Không thấy hình tràn dịch màng phổi. ";
  const std::string heart = "Hình tim và trung thất bình thường.";
  const label::Mined mined = mine({rest + heart + " Hai phổi sáng.", rest + "Hai phổi sáng.", rest + "Bóng tim to."});
  const Candidate* lungs = find(mined, "hai phổi sáng");
  REQUIRE(lungs != nullptr);
  CHECK(lungs->region == Region::lung);
  CHECK(lungs->reports == 2);
  CHECK(lungs->abnormal_now == 2);
  CHECK(lungs->turned_alone == 1);
  const Candidate* sick = find(mined, "bóng tim to");
  REQUIRE(sick != nullptr);
  CHECK(sick->sound == Sound::abnormal);
  CHECK(find(mined, "hình tim và trung thất bình thường") == nullptr);
  CHECK(mined.ranked.front().text == "hai phổi sáng");
}

TEST_CASE("sentences are the same in every spelling, and the most frequent one is shown") {
  const label::Mined mined = mine({"- Hai phổi sáng.", "1) hai phổi sáng", "Hai  phổi sáng;", "+ Hai phổi sáng,"});
  REQUIRE(mined.ranked.size() == 1);
  CHECK(mined.ranked[0].reports == 4);
  CHECK(mined.ranked[0].spelling == "Hai phổi sáng");
  CHECK(mined.ranked[0].first_line == 2);
}

TEST_CASE("a sentence twice in a report is one report, and numbers end no sentence") {
  const label::Mined mined = mine({"Chỉ số tim ngực 0.45. Chỉ số tim ngực 0.45\n2.\n---\n"});
  REQUIRE(mined.ranked.size() == 1);
  CHECK(mined.ranked[0].text == "chỉ số tim ngực 0.45");
  CHECK(mined.ranked[0].reports == 1);
}

TEST_CASE("blank reports are not counted") {
  label::TemplateMiner miner(label::default_templates(), judge());
  CHECK_FALSE(miner.add(" \n\xC2\xA0", "Bình thường", 2));
  CHECK(miner.rank(1).ranked.empty());
}

TEST_CASE("sentences sound as they read") {
  const auto sound = [](const std::string& text) { return judge().sound(text::normalized(text)); };
  CHECK(sound("Không thấy hình mờ bất thường") == Sound::normal);
  CHECK(sound("Rốn phổi hai bên không đậm") == Sound::normal);
  CHECK(sound("Góc sườn hoành hai bên nhọn") == Sound::normal);
  CHECK(sound("Kích thước bóng tim trong giới hạn bình thường") == Sound::normal);
  CHECK(sound("Chụp phim thẳng") == Sound::neutral);
  CHECK(sound("Đám mờ đáy phổi") == Sound::abnormal);
  CHECK(sound("Theo dõi lao phổi") == Sound::abnormal);
  CHECK(sound("Tổn thương xương sườn") == Sound::abnormal);
  CHECK(sound("") == Sound::neutral);
}

TEST_CASE("a region is named by the words of one region only") {
  const auto region = [](const std::string& text) { return judge().region(text::normalized(text)); };
  CHECK(region("Khung xương bình thường") == Region::chest_wall);
  CHECK(region("Không tràn dịch, tràn khí màng phổi") == Region::pleura);
  CHECK(region("Nhu mô phổi sáng") == Region::lung);
  CHECK(region("Hình tim không to, trung thất không giãn") == Region::mediastinum);
  CHECK_FALSE(region("Hình ảnh tim phổi bình thường"));
  CHECK_FALSE(region("Nhu mô phổi sáng, góc sườn hoành nhọn"));
  CHECK_FALSE(region("Bình thường"));
}

TEST_CASE("frequent sentences are never lost, whatever the limit") {
  std::mt19937 random(22);
  for (int trial = 0; trial < 40; ++trial) {
    const std::size_t limit = 10 + random() % 40;
    label::SentenceCounts counts(limit);
    std::map<std::string, std::uint64_t> truth;
    const std::uint64_t total = 4000;
    for (std::uint64_t i = 0; i < total; ++i) {
      // Few frequent ones among many rare ones.
      const std::string text =
          random() % 3 == 0 ? "often " + std::to_string(random() % 5) : std::to_string(random() % 3000);
      ++truth[text];
      counts.count(counts.keep(text).first, text);
      counts.prune();
      REQUIRE(counts.size() <= limit);
    }
    CHECK(counts.dropped_at_most() <= 2 * total / limit);
    std::map<std::string, const label::SentenceCount*> kept;
    for (const auto& [id, count] : counts.all()) kept[count.text] = &count;
    for (const auto& [text, times] : truth) {
      const auto found = kept.find(text);
      if (found == kept.end()) {
        REQUIRE(times <= counts.dropped_at_most());
      } else {
        REQUIRE(found->second->reports <= times);
        REQUIRE(times <= found->second->reports + found->second->missed_at_most);
      }
    }
  }
}

TEST_CASE("counting is exact below the limit") {
  label::SentenceCounts counts(100);
  for (int i = 0; i < 1000; ++i) {
    const std::string text = std::to_string(i % 100);
    counts.count(counts.keep(text).first, text);
    counts.prune();
  }
  CHECK(counts.dropped_at_most() == 0);
  for (const auto& [id, count] : counts.all()) CHECK(count.reports == 10);
}

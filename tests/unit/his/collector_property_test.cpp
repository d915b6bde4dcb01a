// SPDX-License-Identifier: Apache-2.0
#include "collecting.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

using namespace cxrval;
using namespace cxrval::collecting;

namespace {

// The versions of one session as they are told apart by hand: contents, day of the file.
using Row = std::tuple<std::string, std::string>;  // session, description

std::set<Row> obvious_survivors(const std::vector<File>& files) {
  struct Known {
    std::set<std::string> patients;
    std::set<std::string> reports;
    auto operator<=>(const Known&) const = default;
  };
  std::map<std::string, std::map<Known, std::optional<int>>> versions;
  for (const File& file : files) {
    std::map<std::string, Known> here;
    for (const auto& dossier : file.dossiers) {
      for (const his::Record& record : dossier) {
        Known& known = here[record[his::Field::session_id]];
        const bool is_session = record.kind == his::RecordKind::session;
        (is_session ? known.patients : known.reports)
            .insert(record[is_session ? his::Field::patient_id : his::Field::description]);
      }
    }
    for (const auto& [id, known] : here) {
      if (known.patients.empty()) continue;
      auto& date = versions[id].try_emplace(known, std::nullopt).first->second;
      date = std::max(date, file.made);
    }
  }
  std::set<Row> rows;
  for (const auto& [id, of_session] : versions) {
    std::optional<int> latest;
    for (const auto& [known, date] : of_session) latest = std::max(latest, date);
    std::vector<const Known*> holds;
    for (const auto& [known, date] : of_session) {
      if (!date || date == latest) holds.push_back(&known);
    }
    if (holds.size() != 1 || holds[0]->patients.size() != 1) continue;
    for (const std::string& text : holds[0]->reports) rows.emplace(id, text);
  }
  return rows;
}

std::vector<File> random_files(std::mt19937& random) {
  std::vector<File> files(1 + random() % 5);
  for (File& file : files) {
    if (random() % 5 != 0) file.made = static_cast<int>(1 + random() % 3);
    file.dossiers.resize(1 + random() % 3);
    for (auto& dossier : file.dossiers) {
      for (std::size_t i = random() % 5; i > 0; --i) {
        const std::string id(1, static_cast<char>('A' + random() % 2));
        const std::string text(1, static_cast<char>('x' + random() % 2));
        dossier.push_back(random() % 2 == 0 ? session(id, random() % 6 == 0 ? "Q" : "P") : report(id, text));
      }
    }
  }
  return files;
}

std::set<Row> survivors(const Collected& all) {
  std::set<Row> rows;
  for (const his::Report& one : all.reports) rows.emplace(one.session.session_id, one.result.description);
  CHECK(rows.size() == all.reports.size());
  return rows;
}

}  // namespace

TEST_CASE("versions are settled as an obvious search does, whatever the order of the files") {
  std::mt19937 random(11);
  for (int trial = 0; trial < 1500; ++trial) {
    std::vector<File> files = random_files(random);
    const std::set<Row> expected = obvious_survivors(files);
    for (int order = 0; order < 3; ++order) {
      const Collected all = collect(files, random() % 2 == 0 ? 0 : 1000000);
      CHECK(survivors(all) == expected);
      for (std::size_t i = files.size(); i > 1; --i) std::swap(files[i - 1], files[random() % i]);
    }
  }
}

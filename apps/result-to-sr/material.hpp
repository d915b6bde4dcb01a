// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "boxes/box.hpp"
#include "sr/report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cxrval::result_to_sr {

// A row as --rejects needs it.
struct Origin {
  base::Place place;
  std::string record;
};

struct BoxRow {
  Origin origin;
  sr::Lesion lesion;  // no tracking UID yet
};

struct ImageRow {
  Origin origin;
  std::string patient_id;
  std::string path;
  std::string pipeline_hash;
  sr::ImageResult result;  // as the row has it: no SOP class, no tracking UID, perhaps no series
  std::vector<BoxRow> boxes;
};

struct Study {
  std::string uid;
  base::Place place;  // of its first row
  std::vector<ImageRow> images;
  // A row of it was rejected: a report without that image or lesion would say less than the AI did.
  bool is_incomplete = false;
};

// All rows that can be used, studies in the order of the results.
class Material {
 public:
  struct Slot {
    std::size_t study = 0;
    std::size_t image = 0;
  };

  std::size_t study_number(const std::string& uid, const base::Place& place) {
    const auto [known, fresh] = numbers_.emplace(uid, studies.size());
    if (fresh) studies.push_back({uid, place, {}, false});
    return known->second;
  }

  static std::string key(const std::string& sop_uid, int frame) { return sop_uid + '\n' + std::to_string(frame); }
  std::optional<Slot> find(const std::string& sop_uid, int frame) const {
    const auto found = slots_.find(key(sop_uid, frame));
    return found == slots_.end() ? std::nullopt : std::optional(found->second);
  }
  ImageRow& image(Slot slot) { return studies[slot.study].images[slot.image]; }
  void add(std::size_t study, ImageRow row) {
    slots_.emplace(key(row.result.sop_uid, row.result.frame), Slot{study, studies[study].images.size()});
    studies[study].images.push_back(std::move(row));
  }

  std::vector<Study> studies;

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
  std::unordered_map<std::string, Slot> slots_;
};

}  // namespace cxrval::result_to_sr

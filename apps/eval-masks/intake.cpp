// SPDX-License-Identifier: Apache-2.0
#include "intake.hpp"

#include "lesion/image_table.hpp"

#include <utility>

namespace cxrval::eval_masks {

std::uint32_t Names::number(const std::string& name) {
  return numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
}

std::string left_out_by(const MaskSide& truth, std::size_t image, OnlyImages only) {
  if (only == OnlyImages::all) return "";
  if (truth.of_image[image].empty()) return "no_truth";
  return only == OnlyImages::truth_alone && truth.others[image] ? "other_truth" : "";
}

Intake::Intake(Side side, const study::ImageList& images, const Wanted& wanted, Groups& groups, cli::Run& run)
    : side_(side),
      images_(images),
      wanted_(wanted),
      groups_(groups),
      run_(run),
      ledger_(run.ledger(unit(), "evaluated")),
      masks_{std::vector<std::vector<MaskRecord>>(images.images().size()), std::vector<bool>(images.images().size()),
             std::vector<bool>(images.images().size()), std::vector<std::vector<MaskRecord>>(images.images().size())} {}

void Intake::begin_fold(const std::string& name) {
  groups_.folds.number(name);
  fold_ = name;
}

void Intake::meet_fold(const std::string& name, const base::Place& place) {
  groups_.folds.number(name);
  if (groups_.folds.by_name().size() > most_folds) {
    throw base::Error(place, "more than 200 folds; --fold names a column of few values");
  }
}

const study::ListedImage* Intake::find(const std::string& sop_uid, const std::string& frame) const {
  const auto number = images_.find(lesion::image_key(sop_uid, frame));
  return number ? &images_.images()[*number] : nullptr;
}

bool Intake::wants(const std::string& class_name) const {
  const auto& kept = side_ == Side::truth ? wanted_.classes.truth : wanted_.classes.masks;
  return class_name.empty() || kept.empty() || kept.contains(class_name);
}

// Records that are kept are counted as written when their image has been compared.
void Intake::add(RawMask raw, const Origin& origin) {
  const std::string key = lesion::image_key(raw.sop_uid, raw.frame);
  const auto image = images_.find(key);
  if (!image) return exclude(images_.why_not(key));
  if (!wants(raw.class_name)) return exclude_class(raw, origin, raw.content);
  ledger_.read();
  MaskRecord record{0, 0, origin.place, std::move(raw.content)};
  if (wanted_.apart) record.class_number = groups_.classes.number(raw.class_name);
  if (groups_.classes.by_name().size() > most_classes) {
    throw base::Error(origin.class_place(), "more than 200 classes to tell apart; name those wanted with --classes");
  }
  if (side_ == Side::predicted) record.fold = groups_.folds.number(raw.fold.empty() ? fold_ : raw.fold);
  masks_.of_image[*image].push_back(std::move(record));
}

void Intake::exclude(const std::string& reason) {
  ledger_.read();
  ledger_.excluded(reason);
}

void Intake::exclude_class(const RawMask& raw, const Origin& origin, std::optional<Content> content) {
  exclude(other_class);
  if (!looks_at_others()) return;
  const auto image = images_.find(lesion::image_key(raw.sop_uid, raw.frame));
  if (!image) return;
  if (!content || std::holds_alternative<boxes::Box>(*content)) {
    masks_.others[*image] = true;
  } else {
    masks_.unseen_others[*image].push_back({0, 0, origin.place, std::move(*content)});
  }
}

void Intake::reject(const base::Fault& fault, const RawMask& raw, std::string_view text) {
  ledger_.read();
  run_.reject(unit(), fault, text);
  if (const auto image = images_.find(lesion::image_key(raw.sop_uid, raw.frame))) masks_.spoilt[*image] = true;
}

}  // namespace cxrval::eval_masks

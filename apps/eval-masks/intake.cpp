// SPDX-License-Identifier: Apache-2.0
#include "intake.hpp"

#include "lesion/image_table.hpp"

#include <utility>

namespace cxrval::eval_masks {

std::uint32_t Classes::number(const std::string& name) {
  return numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
}

Intake::Intake(Side side, const study::ImageList& images, const Wanted& wanted, Classes& classes, cli::Run& run)
    : side_(side),
      images_(images),
      wanted_(wanted),
      classes_(classes),
      run_(run),
      ledger_(run.ledger(unit(), "evaluated")),
      masks_{std::vector<std::vector<MaskRecord>>(images.images().size()), std::vector<bool>(images.images().size())} {}

const study::ListedImage* Intake::find(const std::string& sop_uid, const std::string& frame) const {
  const auto number = images_.find(lesion::image_key(sop_uid, frame));
  return number ? &images_.images()[*number] : nullptr;
}

bool Intake::wants(const std::string& class_name) const {
  return class_name.empty() || wanted_.classes.empty() || wanted_.classes.contains(class_name);
}

// Records that are kept are counted as written when their image has been compared.
void Intake::add(RawMask raw, const Origin& origin) {
  const std::string key = lesion::image_key(raw.sop_uid, raw.frame);
  const auto image = images_.find(key);
  if (!image) return exclude(images_.why_not(key));
  if (!wants(raw.class_name)) return exclude(other_class);
  ledger_.read();
  const std::uint32_t number = wanted_.apart ? classes_.number(raw.class_name) : 0;
  masks_.of_image[*image].push_back({number, origin.place, std::move(raw.content)});
}

void Intake::exclude(const std::string& reason) {
  ledger_.read();
  ledger_.excluded(reason);
}

void Intake::reject(const base::Fault& fault, const RawMask& raw, std::string_view text) {
  ledger_.read();
  run_.reject(unit(), fault, text);
  if (const auto image = images_.find(lesion::image_key(raw.sop_uid, raw.frame))) masks_.spoilt[*image] = true;
}

}  // namespace cxrval::eval_masks

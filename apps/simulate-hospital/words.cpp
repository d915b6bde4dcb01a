// SPDX-License-Identifier: Apache-2.0
#include "words.hpp"

namespace cxrval::simulate_hospital {

std::string_view word(phantom::Status status) {
  switch (status) {
    case phantom::Status::ok:
      return "ok";
    case phantom::Status::not_pa:
      return "not_pa";
    case phantom::Status::not_cxr:
      return "not_cxr";
    case phantom::Status::rejected:
      return "rejected";
  }
  return "";
}

std::string_view word(phantom::ImageKind kind) {
  switch (kind) {
    case phantom::ImageKind::pa:
      return "pa";
    case phantom::ImageKind::lateral:
      return "lateral";
    case phantom::ImageKind::other:
      return "other";
  }
  return "";
}

std::string_view word(phantom::View view) {
  switch (view) {
    case phantom::View::chest_pa:
      return "chest_pa";
    case phantom::View::chest_ap:
      return "chest_ap";
    case phantom::View::chest_lateral:
      return "chest_lateral";
    case phantom::View::hand:
      return "hand";
    case phantom::View::knee:
      return "knee";
    case phantom::View::abdomen:
      return "abdomen";
    case phantom::View::skull:
      return "skull";
  }
  return "";
}

std::string_view word(phantom::Damage damage) {
  switch (damage) {
    case phantom::Damage::none:
      return "";
    case phantom::Damage::empty_file:
      return "empty_file";
    case phantom::Damage::not_dicom:
      return "not_dicom";
    case phantom::Damage::cut_header:
      return "cut_header";
    case phantom::Damage::cut_pixels:
      return "cut_pixels";
    case phantom::Damage::no_pixels:
      return "no_pixels";
    case phantom::Damage::huge_size:
      return "huge_size";
  }
  return "";
}

std::string_view word(phantom::HisDamage damage) {
  switch (damage) {
    case phantom::HisDamage::none:
      return "";
    case phantom::HisDamage::empty_file:
      return "empty_file";
    case phantom::HisDamage::not_xml:
      return "not_xml";
    case phantom::HisDamage::cut:
      return "cut";
  }
  return "";
}

}  // namespace cxrval::simulate_hospital

// SPDX-License-Identifier: Apache-2.0
#include "dicom/header_fields.hpp"

#include "base/number.hpp"
#include "dicom/text.hpp"
#include "dicom/value.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::string_view media_directory_class = "1.2.840.10008.1.3.10";
constexpr std::size_t longest_uid = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string sex_of(std::string_view value) {
  return value == "M" || value == "F" || value == "O" ? std::string(value) : "";
}

// YYYYMMDD, YYYY.MM.DD, or what de-identification leaves of it (YYYY, YYYYMM).
std::string birth_year_of(std::string_view date) {
  const bool plain = std::all_of(date.begin(), date.end(), [](char c) { return is_digit(c) || c == '.'; });
  const std::optional<int> year = base::parse_integer<int>(date.substr(0, 4));
  return plain && year && *year >= 1800 && *year < 2200 ? std::string(date.substr(0, 4)) : "";
}

// IS, PS3.5 section 6.2.
int frames_of(std::string_view value) {
  if (value.starts_with('+')) value.remove_prefix(1);
  const std::optional<int> frames = base::parse_integer<int>(value);
  return frames && *frames > 0 ? *frames : 1;
}

// DT, PS3.5 section 6.2: YYYYMMDDHHMMSS.FFFFFF&ZZXX; the offset from UTC is left out, as the clock is the facility's.
std::optional<base::CivilTime> date_time(std::string_view value) {
  constexpr std::size_t date_digits = 8;
  value = value.substr(0, value.find_first_of("+-"));
  if (value.size() <= date_digits) return std::nullopt;
  return base::parse_dicom(value.substr(0, date_digits), value.substr(date_digits));
}

// Letters stand in the UIDs that some research sets make up; anything else could be a path or break a line.
bool is_safe_uid(std::string_view uid) {
  const bool plain = std::all_of(uid.begin(), uid.end(), [](char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
  });
  return plain && uid.size() <= longest_uid && uid.find("..") == std::string_view::npos && uid != ".";
}

bool is_uid(std::string_view uid) {
  return std::all_of(uid.begin(), uid.end(), [](char c) { return is_digit(c) || c == '.'; });
}

class Fields {
 public:
  Fields(const File& file, const HeaderRequest& request)
      : file_(file),
        declared_(file.data.trimmed(tag(0x0008, 0x0005))),
        sets_(request.character_set.empty() ? declared_ : request.character_set) {}

  Outcome<Header> read(const HeaderRequest& request) {
    read_uids();
    if (header_.sop_class == media_directory_class) return tl::unexpected(std::string_view("a DICOMDIR is no image"));
    if (!safe_uids_) return tl::unexpected(std::string_view("a UID is longer than 64 characters or could be a path"));
    DecodedText patient_id = decode_text(raw(0x0010, 0x0020), sets_);
    if (!patient_id.warning.empty()) {
      return tl::unexpected(std::string_view("patient id is not in its declared character set"));
    }
    header_.patient_id = std::move(patient_id.text);
    read_study();
    read_pixel_description();
    read_equipment();
    for (const TagPath& path : request.extra) header_.extra.push_back(keep(value_at(file_, path, sets_), path.name));
    return std::move(header_);
  }

 private:
  std::string_view raw(std::uint16_t group, std::uint16_t element) const {
    return file_.data.trimmed(tag(group, element));
  }
  std::string keep(DecodedText value, std::string_view column) {
    if (!value.warning.empty()) header_.warnings.push_back(std::string(value.warning) + ":" + std::string(column));
    return std::move(value.text);
  }
  std::string text(std::uint16_t group, std::uint16_t element, std::string_view column) {
    return keep(decode_text(raw(group, element), sets_), column);
  }
  int number(std::uint16_t element) const { return file_.data.word(tag(0x0028, element)).value_or(0); }

  std::string uid(std::string_view own, std::string_view meta, std::string_view column) {
    const std::string_view value = own.empty() ? meta : own;
    safe_uids_ = safe_uids_ && is_safe_uid(value);
    if (!safe_uids_) return "";
    if (!is_uid(value)) header_.warnings.push_back("uid_malformed:" + std::string(column));
    return std::string(value);
  }

  void read_uids() {
    header_.sop_class = uid(raw(0x0008, 0x0016), file_.meta.trimmed(tag(0x0002, 0x0002)), "sop_class");
    header_.sop_uid = uid(raw(0x0008, 0x0018), file_.meta.trimmed(tag(0x0002, 0x0003)), "sop_uid");
    header_.study_uid = uid(raw(0x0020, 0x000D), "", "study_uid");
    header_.series_uid = uid(raw(0x0020, 0x000E), "", "series_uid");
    header_.transfer_syntax = uid(trim(file_.transfer_syntax), "", "transfer_syntax");
  }
  void read_study() {
    header_.study_time = base::parse_dicom(raw(0x0008, 0x0020), raw(0x0008, 0x0030));
    header_.acquisition_time = base::parse_dicom(raw(0x0008, 0x0022), raw(0x0008, 0x0032));
    if (!header_.acquisition_time) header_.acquisition_time = date_time(raw(0x0008, 0x002A));
    header_.accession_number = text(0x0008, 0x0050, "accession");
    header_.modality = text(0x0008, 0x0060, "modality");
    header_.body_part = text(0x0018, 0x0015, "body_part");
    header_.view = text(0x0018, 0x5101, "view");
    header_.laterality = text(0x0020, 0x0062, "laterality");
    if (header_.laterality.empty()) header_.laterality = text(0x0020, 0x0060, "laterality");
    header_.sex = sex_of(raw(0x0010, 0x0040));
    header_.birth_year = birth_year_of(raw(0x0010, 0x0030));
    header_.patient_age = text(0x0010, 0x1010, "age");
  }
  void read_pixel_description() {
    header_.rows = number(0x0010);
    header_.columns = number(0x0011);
    header_.bits_stored = number(0x0101);
    header_.frames = frames_of(raw(0x0028, 0x0008));
    header_.photometric = text(0x0028, 0x0004, "photometric");
    header_.image_type = text(0x0008, 0x0008, "image_type");
    header_.burned_in_annotation = text(0x0028, 0x0301, "burned_in_annotation");
  }
  void read_equipment() {
    header_.manufacturer = text(0x0008, 0x0070, "manufacturer");
    header_.manufacturer_model = text(0x0008, 0x1090, "model");
  }

  const File& file_;
  std::string declared_;
  std::string sets_;
  Header header_;
  bool safe_uids_ = true;
};

}  // namespace

Outcome<Header> header_of(const File& file, const HeaderRequest& request) {
  return Fields(file, request).read(request);
}

}  // namespace cxrval::dicom

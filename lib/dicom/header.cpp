// SPDX-License-Identifier: Apache-2.0
#include "dicom/header.hpp"

#include "base/bytes.hpp"
#include "base/number.hpp"
#include "dicom/header_fields.hpp"
#include "dicom/text.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::string_view media_directory_class = "1.2.840.10008.1.3.10";

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

int frames_of(std::string_view value) {
  const std::optional<int> frames = base::parse_integer<int>(value);
  return frames && *frames > 0 ? *frames : 1;
}

base::Result<Header> header_from(std::unique_ptr<base::ByteSource> source, const std::string& shown) {
  const Outcome<File> file = read_file(std::move(source));
  if (!file) return base::fault({shown}, std::string(file.error()));
  Outcome<Header> header = header_of(*file);
  if (!header) return base::fault({shown}, std::string(header.error()));
  return std::move(*header);
}

}  // namespace

Outcome<Header> header_of(const File& file) {
  const DataSet& data = file.data;
  const std::string_view character_sets = data.trimmed(tag(0x0008, 0x0005));
  const auto text = [&](std::uint32_t t) { return to_utf8(data.trimmed(t), character_sets).value_or(""); };
  const auto uid = [&](std::uint32_t t, std::uint32_t meta_tag) {
    const std::string_view own = data.trimmed(t);
    return to_utf8(own.empty() ? file.meta.trimmed(meta_tag) : own, "").value_or("");
  };

  Header header;
  header.sop_class = uid(tag(0x0008, 0x0016), tag(0x0002, 0x0002));
  if (header.sop_class == media_directory_class) return tl::unexpected(std::string_view("a DICOMDIR is no image"));
  std::optional<std::string> patient_id = to_utf8(data.trimmed(tag(0x0010, 0x0020)), character_sets);
  if (!patient_id) return tl::unexpected(std::string_view("patient id is not in its declared character set"));
  header.patient_id = std::move(*patient_id);
  header.study_uid = text(tag(0x0020, 0x000D));
  header.series_uid = text(tag(0x0020, 0x000E));
  header.sop_uid = uid(tag(0x0008, 0x0018), tag(0x0002, 0x0003));
  header.study_time = base::parse_dicom(data.trimmed(tag(0x0008, 0x0020)), data.trimmed(tag(0x0008, 0x0030)));
  header.modality = text(tag(0x0008, 0x0060));
  header.body_part = text(tag(0x0018, 0x0015));
  header.view = text(tag(0x0018, 0x5101));
  header.sex = sex_of(data.trimmed(tag(0x0010, 0x0040)));
  header.birth_year = birth_year_of(data.trimmed(tag(0x0010, 0x0030)));
  header.rows = data.word(tag(0x0028, 0x0010)).value_or(0);
  header.columns = data.word(tag(0x0028, 0x0011)).value_or(0);
  header.frames = frames_of(data.trimmed(tag(0x0028, 0x0008)));
  header.photometric = text(tag(0x0028, 0x0004));
  header.transfer_syntax = to_utf8(file.transfer_syntax, "").value_or("");
  return header;
}

base::Result<Header> read_header(const std::string& path, const std::string& shown) {
  try {
    return header_from(base::open_source(path, shown), shown);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<Header> parse_header(std::string_view bytes, const std::string& shown) {
  return header_from(base::memory_source(bytes, shown), shown);
}

}  // namespace cxrval::dicom

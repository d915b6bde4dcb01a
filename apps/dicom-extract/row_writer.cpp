// SPDX-License-Identifier: Apache-2.0
#include "row_writer.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "deid/element.hpp"
#include "dicom/image_columns.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace cxrval::dicom_extract {
namespace {

cli::PatientColumns columns(const RowSettings& settings) {
  constexpr std::array<std::string_view, 4> numbers = {"rows", "columns", "bits", "frames"};
  std::vector<table::Column> all;
  for (const std::string_view name : dicom::image_columns) all.push_back({std::string(name)});
  for (const char* name : {"status", "reason", "rule"}) all.push_back({name});
  for (const std::string_view name : dicom::header_columns) {
    const bool number = std::find(numbers.begin(), numbers.end(), name) != numbers.end();
    all.push_back({std::string(name), number ? table::Kind::number : table::Kind::text});
  }
  for (const dicom::TagPath& tag : settings.tags) all.push_back({tag.name});
  if (!settings.png.empty()) {
    for (const char* name : {"pixel_preset", "polarity", "png"}) all.push_back({name});
  }
  all.push_back({"path"});
  std::set<std::string> names;
  for (const table::Column& column : all) {
    if (!names.insert(column.name).second) {
      throw base::UsageError("two columns would be called " + column.name + "; name one by --tag COLUMN=TAG");
    }
  }
  cli::PatientColumns result{std::move(all)};
  result.own = {{"rule", deid::Treatment::keep}, {"frames", deid::Treatment::number}, {"png", deid::Treatment::drop}};
  for (const dicom::TagPath& tag : settings.tags) {
    result.own.push_back({tag.name, deid::treatment_of_element(tag.tag, {tag.vr.data(), tag.vr.size()})});
  }
  return result;
}

void append(std::vector<std::string>& cells, std::vector<std::string> more) {
  std::move(more.begin(), more.end(), std::back_inserter(cells));
}

}  // namespace

RowWriter::RowWriter(RowSettings settings, cli::Run& run)
    : settings_(std::move(settings)),
      run_(run),
      table_(run, columns(settings_)),
      files_(run.ledger("files", "images")),
      images_(run.ledger("images", "ok")) {}

void RowWriter::take(Extracted file) {
  files_.read();
  if (file.candidate != dicom::Candidate::image) {
    files_.excluded(file.candidate == dicom::Candidate::dicomdir ? "dicomdir" : "not_dicom");
    return;
  }
  files_.written();
  images_.read();
  if (!*file.header) {
    reject(file, file.header->error());
  } else if (file.pictures && !*file.pictures) {
    reject(file, file.pictures->error());
  } else {
    take_image(file);
  }
}

void RowWriter::take_image(const Extracted& file) {
  if (file.verdict.is_cxr) {
    images_.written();
    write(file, "ok", "");
    return;
  }
  const std::string reason(file.verdict.rule);
  images_.excluded(reason);
  if (!settings_.only_cxr) write(file, "not_cxr", reason);
}

void RowWriter::reject(const Extracted& file, const base::Fault& fault) {
  if (!settings_.only_cxr) write(file, "rejected", fault.reason);
  run_.reject("images", fault);
}

void RowWriter::write(const Extracted& file, const std::string& status, const std::string& reason) {
  const dicom::Header header = *file.header ? file.header->value() : dicom::Header{};
  std::vector<std::string> cells = dicom::image_cells(header);
  append(cells, {status, reason, std::string(file.verdict.rule)});
  append(cells, *file.header ? dicom::header_cells(header) : std::vector<std::string>(dicom::header_columns.size()));
  std::vector<std::string> tags(header.extra);
  tags.resize(settings_.rule_tags + settings_.tags.size());
  append(cells, {tags.begin() + static_cast<std::ptrdiff_t>(settings_.rule_tags), tags.end()});
  if (!settings_.png.empty()) {
    const Pictures none;
    const Pictures& drawn = file.pictures && *file.pictures ? file.pictures->value() : none;
    append(cells, {drawn.preset, drawn.polarity, write_pictures(header.sop_uid, drawn.frames)});
  }
  cells.push_back(file.shown);
  table_.write(cells);
}

std::string RowWriter::write_pictures(const std::string& sop_uid, const std::vector<Picture>& pictures) {
  std::string names;
  for (const Picture& picture : pictures) {
    const std::string stem =
        (sop_uid.empty() ? "image" : sop_uid) + (pictures.size() > 1 ? "_" + std::to_string(picture.frame + 1) : "");
    std::string name = stem + ".png";
    for (int copy = 2; !picture_names_.insert(name).second; ++copy) name = stem + "-" + std::to_string(copy) + ".png";
    const std::string path = (std::filesystem::path(settings_.png) / name).string();
    const auto sink = base::open_sink(path, base::Access::owner_only, run_.shown(path));
    sink->write(picture.png);
    sink->close();
    names += (names.empty() ? "" : ";") + name;
  }
  return names;
}

}  // namespace cxrval::dicom_extract

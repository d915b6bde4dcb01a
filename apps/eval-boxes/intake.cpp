// SPDX-License-Identifier: Apache-2.0
#include "intake.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace cxrval::eval_boxes {
namespace {

auto key_of(const PlacedBox& placed) {
  const boxes::Box& box = placed.box;
  return std::tuple(placed.image, placed.class_number, placed.reader, -placed.score, box.x_min, box.y_min, box.x_max,
                    box.y_max, placed.crowd);
}

bool has_inside(const boxes::Box& box, boxes::PixelRule pixels) {
  const boxes::Box edges = boxes::to_edges(box, pixels);
  return edges.x_min < edges.x_max && edges.y_min < edges.y_max;
}

bool is_finite(const RawBox& raw) {
  const boxes::Box& box = raw.box;
  constexpr double most = 1e9;
  const auto usable = [](double number) { return std::isfinite(number) && std::abs(number) <= most; };
  return usable(box.x_min) && usable(box.y_min) && usable(box.x_max) && usable(box.y_max) && std::isfinite(raw.score);
}

std::string_view classes_of(BoxFormat format) {
  return format == BoxFormat::boxes   ? "the column class"
         : format == BoxFormat::vindr ? "the column class_name"
         : format == BoxFormat::coco  ? "the list categories"
                                      : "--names";
}

}  // namespace

Intake::Intake(Side side, Material& material, const Wanted& wanted, cli::Run& run)
    : side_(side), material_(material), wanted_(wanted), run_(run), ledger_(run.ledger(unit(), "evaluated")) {}

void Intake::add(const RawBox& raw, const Source& source) {
  // One pixel, however pixels are counted: a submission writes out what the truth's rows leave empty.
  const bool edges = raw.edges || (raw.class_name == no_finding && raw.box == one_pixel);
  if (!is_finite(raw) || !has_inside(raw.box, edges ? boxes::PixelRule::edges : wanted_.match.pixels)) {
    reject({source.place, is_finite(raw) ? "box has no inside" : "a coordinate is beyond 1000000000"}, source.text);
    return;
  }
  const auto image = material_.images.find(raw.image);
  const std::uint32_t reader = image && side_ == Side::truth ? reader_number(raw.reader, source) : 0;
  if (image && side_ == Side::truth && material_.readings_listed && !has_read({*image, reader})) {
    reject({source.at(source.reader_column), "--readings does not say that this reader read the image"}, source.text);
    return;
  }
  ledger_.read();
  if (!image) {
    ledger_.excluded(material_.images.why_not(raw.image));
    return;
  }
  if (side_ == Side::truth) {
    if (!material_.readings_listed) material_.readings.push_back({*image, reader});
    material_.has_no_finding = material_.has_no_finding || raw.class_name == no_finding;
  }
  if (raw.class_name == no_finding && !wanted_.no_finding) {
    ledger_.excluded("no_finding");
    return;
  }
  const auto renamed = wanted_.renames.find(raw.class_name);
  const std::string& name = renamed == wanted_.renames.end() ? raw.class_name : renamed->second;
  if (!wanted_.classes.empty() && !wanted_.classes.contains(name)) {
    ledger_.excluded("other_class");
    return;
  }
  PlacedBox placed{*image, class_number(name, source), reader, raw.box, raw.score, raw.crowd};
  placed.row = static_cast<std::uint32_t>(boxes_.size());
  if (edges) placed.box = boxes::from_edges(placed.box, wanted_.match.pixels);
  boxes_.push_back(placed);
}

void Intake::reject(const base::Fault& fault, std::string_view text) {
  ledger_.read();
  run_.reject(unit(), fault, text);
}

bool Intake::has_read(const Reading& reading) const {
  return std::binary_search(material_.readings.begin(), material_.readings.end(), reading);
}

std::uint32_t Intake::class_number(const std::string& name, const Source& source) {
  const std::uint32_t number = material_.classes.number(name);
  if (number < most_classes) return number;
  throw base::Error(source.at(source.class_column), "more than 500 classes in " + std::string(classes_of(format())) +
                                                        "; name those to evaluate by --classes");
}

std::uint32_t Intake::reader_number(const std::string& name, const Source& source) {
  const std::uint32_t number = material_.readers.number(name);
  if (number < most_readers) return number;
  throw base::Error(source.at(source.reader_column), std::string("more than 500 readers in the column ") +
                                                         (format() == BoxFormat::vindr ? "rad_id" : "reader") +
                                                         "; take another column by --map");
}

// A detector's doubled box is its own false alarm, unless its image was judged twice; a doubled truth could not be
// found.
void Intake::finish() {
  std::stable_sort(boxes_.begin(), boxes_.end(),
                   [](const PlacedBox& a, const PlacedBox& b) { return key_of(a) < key_of(b); });
  const auto last = std::unique(boxes_.begin(), boxes_.end(), [&](const PlacedBox& a, const PlacedBox& b) {
    return key_of(a) == key_of(b) && (side_ == Side::truth || material_.images.images()[a.image].copies > 1);
  });
  ledger_.merged(static_cast<std::uint64_t>(boxes_.end() - last));
  boxes_.erase(last, boxes_.end());
  ledger_.written(boxes_.size());
  std::vector<Reading>& readings = material_.readings;
  std::sort(readings.begin(), readings.end());
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  (side_ == Side::truth ? material_.truth : material_.found) = std::move(boxes_);
}

}  // namespace cxrval::eval_boxes

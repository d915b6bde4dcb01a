// SPDX-License-Identifier: Apache-2.0
#include "study/reduce.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace cxrval::study {
namespace {

using Images = std::span<const Image>;

// The image that stands for several with one SOP Instance UID, and the order of everything that is not decided by rule.
auto order(const Image& i) {
  return std::make_tuple(i.study_uid, i.sop_uid, -static_cast<int>(i.status), -i.probability.value_or(-1), !i.abnormal);
}

auto remaining_order(const Image& i) {
  const auto written = [](const auto& time) {
    return std::make_tuple(time.has_value(), time ? time->seconds : 0, time && time->has_seconds);
  };
  return std::make_tuple(written(i.study_time), written(i.image_time), i.reason, i.pipeline_hash, i.pixel_preset,
                         i.polarity, i.sex, i.birth_year, i.device);
}

bool before(const Image& left, const Image& right) {
  if (order(left) != order(right)) return order(left) < order(right);
  return remaining_order(left) < remaining_order(right);
}

bool same_answer(const Image& l, const Image& r) {
  return l.status == r.status && l.probability == r.probability && l.abnormal == r.abnormal;
}

void raise(Study& study, bool raised, Flag flag) {
  if (raised) study.flags = static_cast<std::uint8_t>(study.flags | flag);
}

// Keeps the first of each SOP Instance UID; images without one are all kept.
std::vector<Image> distinct(Images images, bool& conflict) {
  std::vector<Image> kept;
  for (const Image& image : images) {
    const bool repeated = !kept.empty() && !image.sop_uid.empty() && kept.back().sop_uid == image.sop_uid;
    if (!repeated) kept.push_back(image);
    if (repeated && image.status != Status::no_result && !same_answer(kept.back(), image)) conflict = true;
  }
  return kept;
}

// Of a study's images the first value that is not empty; `conflict` when there are others.
std::string_view agreed(Images images, std::string_view Image::*field, bool& conflict) {
  std::string_view value;
  for (const Image& image : images) {
    const std::string_view candidate = image.*field;
    if (candidate.empty()) continue;
    if (value.empty()) value = candidate;
    if (value != candidate) conflict = true;
  }
  return value;
}

std::optional<base::CivilTime> earliest_time(Images images, bool& conflict) {
  std::optional<base::CivilTime> time;
  const bool some_judged = std::any_of(images.begin(), images.end(), [](const Image& image) {
    return image.study_time && image.status != Status::no_result;
  });
  for (const Image& image : images) {
    if (!image.study_time || (some_judged && image.status == Status::no_result)) continue;
    if (time && *time != *image.study_time) conflict = true;
    const bool same_but_exact = time && *time == *image.study_time && image.study_time->has_seconds;
    if (!time || *image.study_time < *time || same_but_exact) time = image.study_time;
  }
  return time;
}

void answer_max(Study& study, Images ok) {
  const auto rank = [](const Image& i) { return std::make_pair(i.probability.value_or(-1), i.abnormal); };
  const Image& top =
      *std::max_element(ok.begin(), ok.end(), [&](const auto& l, const auto& r) { return rank(l) < rank(r); });
  study.probability = top.probability;
  study.abnormal = std::any_of(ok.begin(), ok.end(), [](const Image& i) { return i.abnormal; });
  study.pixel_preset = top.pixel_preset;
  study.polarity = top.polarity;
  study.pipeline_hash = top.pipeline_hash;
}

void answer_mean(Study& study, Images ok, double threshold) {
  answer_max(study, ok.first(1));
  double sum = 0;
  for (const Image& image : ok) {
    if (!image.probability) throw base::Error("an ok image has no probability; the study rule mean needs one");
    if (image.abnormal != (*image.probability > threshold)) {
      throw base::Error(
          "the images' abnormal_status does not follow from probability and --threshold; give the threshold of the "
          "model");
    }
    sum += *image.probability;
  }
  study.probability = sum / static_cast<double>(ok.size());
  study.abnormal = *study.probability > threshold;
}

void answer_latest(Study& study, Images ok) {
  std::optional<base::CivilTime> last;
  for (const Image& image : ok) {
    if (!image.image_time) throw base::Error("an ok image has no image_time; the study rule latest needs one");
    last = std::max(last.value_or(*image.image_time), *image.image_time);
  }
  std::vector<Image> latest;
  std::copy_if(ok.begin(), ok.end(), std::back_inserter(latest),
               [&](const Image& i) { return *i.image_time == *last; });
  answer_max(study, latest);
}

void answer(Study& study, Images ok, const Reduction& how) {
  switch (how.rule) {
    case Rule::max:
      return answer_max(study, ok);
    case Rule::mean:
      return answer_mean(study, ok, how.threshold);
    case Rule::latest:
      return answer_latest(study, ok);
  }
}

void describe(Study& study, Images rows) {
  bool time = false, sex = false, birth = false, ignored = false;
  study.study_uid = rows.front().study_uid;
  study.study_time = earliest_time(rows, time);
  study.sex = agreed(rows, &Image::sex, sex);
  study.birth_year = agreed(rows, &Image::birth_year, birth);
  study.device = agreed(rows, &Image::device, ignored);
  study.rows = static_cast<std::uint32_t>(rows.size());
  raise(study, time, study_time_conflict);
  raise(study, sex, sex_conflict);
  raise(study, birth, birth_year_conflict);
}

Study reduce_alone(const Image& image, const Reduction& how) {
  Study study;
  describe(study, {&image, 1});
  study.status = image.status;
  study.reason = image.reason;
  study.images = image.status == Status::no_result ? 0 : 1;
  study.images_ok = image.status == Status::ok ? 1 : 0;
  if (study.images_ok == 1) answer(study, {&image, 1}, how);
  return study;
}

Study reduce_one(Images rows, const Reduction& how) {
  if (rows.size() == 1) return reduce_alone(rows.front(), how);
  bool duplicate = false;
  const std::vector<Image> images = distinct(rows, duplicate);
  std::vector<Image> ok;
  std::copy_if(images.begin(), images.end(), std::back_inserter(ok),
               [](const Image& i) { return i.status == Status::ok; });

  Study study;
  describe(study, rows);
  const auto best = std::max_element(images.begin(), images.end(),
                                     [](const Image& l, const Image& r) { return l.status < r.status; });
  study.status = best->status;
  study.reason = best->reason;
  const auto judged =
      std::count_if(images.begin(), images.end(), [](const Image& i) { return i.status != Status::no_result; });
  study.images = static_cast<std::uint32_t>(judged);
  study.images_ok = static_cast<std::uint32_t>(ok.size());
  raise(study, duplicate, duplicate_image_conflict);
  if (ok.empty()) return study;
  answer(study, ok, how);
  const bool mixed =
      std::any_of(ok.begin(), ok.end(), [&](const Image& i) { return i.pipeline_hash != ok[0].pipeline_hash; });
  raise(study, mixed, mixed_pipeline);
  return study;
}

}  // namespace

std::string flag_names(std::uint8_t flags) {
  constexpr std::array<std::string_view, 6> names{"study_time_conflict", "duplicate_image_conflict",
                                                  "mixed_pipeline",      "sex_conflict",
                                                  "birth_year_conflict", "study_uid_shared"};
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((flags >> i & 1) == 0) continue;
    if (!text.empty()) text += ';';
    text += names[i];
  }
  return text;
}

std::optional<Rule> parse_rule(std::string_view word) {
  if (word == "max") return Rule::max;
  if (word == "mean") return Rule::mean;
  if (word == "latest") return Rule::latest;
  return std::nullopt;
}

void reduce(std::span<Image> images, const Reduction& how, std::vector<Study>& studies) {
  if (images.size() > 1) std::sort(images.begin(), images.end(), before);
  for (auto first = images.begin(); first != images.end();) {
    const auto last =
        std::find_if(first, images.end(), [&](const Image& i) { return i.study_uid != first->study_uid; });
    studies.push_back(reduce_one({first, last}, how));
    first = last;
  }
}

}  // namespace cxrval::study

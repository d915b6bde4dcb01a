// SPDX-License-Identifier: Apache-2.0
#include "study/reduce.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

namespace cxrval::study {
namespace {

using Images = std::span<const Image>;

// The image that stands for several with one SOP Instance UID, and the order of everything that is not decided by rule.
auto order(const Image& i) {
  return std::make_tuple(std::cref(i.patient_id), std::cref(i.study_uid), std::cref(i.sop_uid),
                         -static_cast<int>(i.status), -i.probability.value_or(-1), !i.abnormal);
}

auto remaining_order(const Image& i) {
  const auto seconds = [](const auto& time) { return time ? time->seconds : 0; };
  return std::make_tuple(seconds(i.study_time), seconds(i.image_time), std::cref(i.reason), std::cref(i.pipeline_hash),
                         std::cref(i.pixel_preset), std::cref(i.polarity), std::cref(i.sex), std::cref(i.birth_year));
}

bool before(const Image& left, const Image& right) {
  if (order(left) != order(right)) return order(left) < order(right);
  return remaining_order(left) < remaining_order(right);
}

bool same_study(const Image& l, const Image& r) {
  return l.patient_id == r.patient_id && l.study_uid == r.study_uid;
}

bool same_answer(const Image& l, const Image& r) {
  return l.status == r.status && l.probability == r.probability && l.abnormal == r.abnormal;
}

class Flags {
 public:
  void add(bool raised, std::string_view flag) {
    if (!raised) return;
    if (!text_.empty()) text_ += ';';
    text_ += flag;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Keeps the first of each SOP Instance UID; images without one are all kept.
std::vector<Image> distinct(Images images, bool& conflict) {
  std::vector<Image> kept;
  for (const Image& image : images) {
    const bool repeated = !kept.empty() && !image.sop_uid.empty() && kept.back().sop_uid == image.sop_uid;
    if (!repeated) kept.push_back(image);
    if (repeated && !same_answer(kept.back(), image)) conflict = true;
  }
  return kept;
}

// Of a study's images the first value that is not empty; `conflict` when there are others.
std::string agreed(Images images, std::string Image::*field, bool& conflict) {
  std::string value;
  for (const Image& image : images) {
    const std::string& candidate = image.*field;
    if (candidate.empty()) continue;
    if (value.empty()) value = candidate;
    if (value != candidate) conflict = true;
  }
  return value;
}

std::optional<base::CivilTime> earliest_time(Images images, bool& conflict) {
  std::optional<base::CivilTime> time;
  for (const Image& image : images) {
    if (!image.study_time) continue;
    if (time && *time != *image.study_time) conflict = true;
    if (!time || *image.study_time < *time) time = image.study_time;
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

Study reduce_one(Images rows, const Reduction& how) {
  bool duplicate = false, time = false, sex = false, birth = false;
  const std::vector<Image> images = distinct(rows, duplicate);
  std::vector<Image> ok;
  std::copy_if(images.begin(), images.end(), std::back_inserter(ok),
               [](const Image& i) { return i.status == Status::ok; });

  Study study;
  study.patient_id = rows.front().patient_id;
  study.study_uid = rows.front().study_uid;
  study.study_time = earliest_time(rows, time);
  study.sex = agreed(rows, &Image::sex, sex);
  study.birth_year = agreed(rows, &Image::birth_year, birth);
  const auto best = std::max_element(images.begin(), images.end(),
                                     [](const Image& l, const Image& r) { return l.status < r.status; });
  study.status = best->status;
  study.reason = best->reason;
  study.images = images.size();
  study.images_ok = ok.size();
  bool mixed = false;
  if (!ok.empty()) {
    answer(study, ok, how);
    mixed = std::any_of(ok.begin(), ok.end(), [&](const Image& i) { return i.pipeline_hash != ok[0].pipeline_hash; });
  }
  Flags flags;
  flags.add(time, "study_time_conflict");
  flags.add(duplicate, "duplicate_image_conflict");
  flags.add(mixed, "mixed_pipeline");
  flags.add(sex, "sex_conflict");
  flags.add(birth, "birth_year_conflict");
  study.flags = flags.take();
  return study;
}

void flag_shared_uids(std::vector<Study>& studies) {
  std::map<std::string_view, std::size_t> uses;
  for (const Study& study : studies) ++uses[study.study_uid];
  for (Study& study : studies) {
    if (uses[study.study_uid] > 1) study.flags += study.flags.empty() ? "study_uid_shared" : ";study_uid_shared";
  }
}

}  // namespace

std::optional<Rule> parse_rule(std::string_view word) {
  if (word == "max") return Rule::max;
  if (word == "mean") return Rule::mean;
  if (word == "latest") return Rule::latest;
  return std::nullopt;
}

std::vector<Study> reduce(std::vector<Image> images, const Reduction& how) {
  std::sort(images.begin(), images.end(), before);
  std::vector<Study> studies;
  for (auto first = images.begin(); first != images.end();) {
    const auto last = std::find_if(first, images.end(), [&](const Image& i) { return !same_study(*first, i); });
    studies.push_back(reduce_one({first, last}, how));
    first = last;
  }
  flag_shared_uids(studies);
  return studies;
}

}  // namespace cxrval::study

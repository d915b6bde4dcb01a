// SPDX-License-Identifier: Apache-2.0
#include "phantom/paper_flow.hpp"

#include "phantom/clock.hpp"
#include "phantom/flow_builder.hpp"
#include "phantom/wording.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cxrval::phantom {

namespace {

bool is_pair(Outcome outcome) {
  return outcome == Outcome::matched || outcome == Outcome::matched_open_session;
}

// Four decimals: the shortest text of the float as well.
double rounded(double probability) {
  return std::round(probability * 1e4) / 1e4;
}

}  // namespace

// With one study planned the hospital is full at once, and a visit has no films but its first. The share of disease
// makes about the wanted share of abnormal reports.
FlowBuilder::FlowBuilder(std::uint64_t seed, int image_size) : Builder({1, seed, 0.24, image_size, 0}) {}

void FlowBuilder::tell_stories() {
  std::vector<const Story*> order;
  for (const Story& story : stories()) order.insert(order.end(), static_cast<std::size_t>(story.patients), &story);
  for (std::size_t left = order.size(); left > 1; --left) std::swap(order[left - 1], order[random_.below(left)]);
  for (const Story* story : order) {
    const std::size_t studies = hospital_.studies.size(), reports = hospital_.reports.size();
    const std::size_t patient = new_patient();
    (this->*story->tell)(patient, static_cast<std::int64_t>(random_.below(58)));
    for (std::size_t i = studies; i < hospital_.studies.size(); ++i) hospital_.studies[i].story = story->name;
    for (std::size_t i = reports; i < hospital_.reports.size(); ++i) hospital_.reports[i].story = story->name;
  }
}

void FlowBuilder::vary_wording() {
  for (std::size_t i = 0; i < hospital_.reports.size(); ++i) {
    const Report& report = hospital_.reports[i];
    const Service& service = hospital_.sessions[report.session].services[report.service];
    ReportText text{service.description, service.conclusion, report.reader_abnormal, report.template_abnormal,
                    report.style};
    reword(text, random_);
    put_text(i, text);
  }
}

void FlowBuilder::rewrite(std::size_t report, bool abnormal) {
  std::vector<Lesion> lesions;
  ReportText text;
  do {
    lesions.clear();
    if (random_.chance(plan_.abnormal_share)) lesions = draw_lesions();
    text = write_report(lesions, random_);
  } while (text.template_abnormal != abnormal);
  hospital_.reports[report].latent_abnormal = !lesions.empty();
  put_text(report, text);
  hospital_.studies[hospital_.reports[report].study.value()].lesions = lesions;
}

void FlowBuilder::settle_labels() {
  int surplus = -paper_numbers.abnormal;
  for (const Report& report : hospital_.reports) surplus += is_pair(report.outcome) && report.template_abnormal ? 1 : 0;
  while (surplus != 0) {
    const std::size_t report = random_.below(hospital_.reports.size());
    const Report& r = hospital_.reports[report];
    if (!is_pair(r.outcome) || r.template_abnormal != (surplus > 0)) continue;
    rewrite(report, surplus < 0);
    surplus += surplus < 0 ? 1 : -1;
  }
}

void FlowBuilder::settle_answers() {
  struct Scored {
    double score;
    std::size_t study;
  };
  std::vector<Scored> abnormal, normal;
  for (std::size_t i = 0; i < hospital_.studies.size(); ++i) {
    Study& study = hospital_.studies[i];
    if (study.status != Status::ok) continue;
    const double score = random_.normal() + (study.lesions.empty() ? 0 : 2.5);
    study.ai_abnormal = score > 1;
    if (is_pair(study.outcome)) (report_of(i).template_abnormal ? abnormal : normal).push_back({score, i});
  }
  const auto answer = [&](std::vector<Scored>& group, int positive) {
    std::sort(group.begin(), group.end(), [](const Scored& l, const Scored& r) { return l.score > r.score; });
    for (const Scored& scored : group) hospital_.studies[scored.study].ai_abnormal = positive-- > 0;
  };
  answer(abnormal, paper_numbers.true_positive);
  answer(normal, paper_numbers.false_positive);
  for (const auto& [first, second] : copies_) {
    hospital_.studies[second].lesions = hospital_.studies[first].lesions;
    hospital_.studies[second].ai_abnormal = hospital_.studies[first].ai_abnormal;
  }
}

std::vector<std::size_t> FlowBuilder::judged_images(std::size_t study) const {
  std::vector<std::size_t> judged;
  for (const std::size_t i : hospital_.studies[study].images) {
    if (hospital_.images[i].status == Status::ok) judged.push_back(i);
  }
  return judged;
}

void FlowBuilder::draw_answers() {
  for (Image& image : hospital_.images) {
    if (image.damage == Damage::none) continue;
    image.plan.lesions.clear();  // nobody can see them
    image.abnormal = false;
  }
  for (std::size_t study = 0; study < hospital_.studies.size(); ++study) {
    const std::vector<std::size_t> judged = judged_images(study);
    if (judged.empty()) continue;
    const Study& s = hospital_.studies[study];
    std::vector<Lesion> visible;
    if (s.ai_abnormal) visible = s.lesions.empty() ? draw_lesions() : s.lesions;
    const std::size_t decides = judged[random_.below(judged.size())];
    for (const std::size_t i : s.images) {
      Image& image = hospital_.images[i];
      if (image.kind != ImageKind::pa || image.damage != Damage::none) continue;
      const bool shows = i == decides || random_.chance(0.5);
      image.plan.lesions = shows ? visible : std::vector<Lesion>{};
      image.abnormal = !image.plan.lesions.empty();
    }
  }
  for (const auto& [first, second] : copies_) {
    Image& again = hospital_.images[hospital_.studies[second].images.front()];
    for (const std::size_t i : judged_images(first)) {
      if (hospital_.images[i].abnormal != hospital_.studies[first].ai_abnormal) continue;
      again.plan = hospital_.images[i].plan;
      again.abnormal = hospital_.images[i].abnormal;
    }
  }
}

void FlowBuilder::plant_look_alikes() {
  for (std::size_t i = 0; i < hospital_.sessions.size(); ++i) {
    if (!random_.chance(0.05)) continue;
    add_look_alike(i, next_moments(later(hospital_.sessions[i].check_in, random_.between(4, 40) * minute)));
  }
}

void FlowBuilder::store_twice() {
  const std::size_t count = hospital_.images.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!header_readable(hospital_.images[i].damage) || !random_.chance(0.01)) continue;
    Image again = hospital_.images[i];
    again.copy_of = i;
    again.path.insert(again.path.rfind('.'), "b");
    hospital_.studies[again.study].images.push_back(hospital_.images.size());
    hospital_.images.push_back(std::move(again));
  }
}

ResultRow FlowBuilder::result_of(std::size_t i) {
  const Image& image = hospital_.images[i];
  ResultRow row{i, std::nullopt, std::nullopt};
  if (image.status == Status::ok) {
    row.pa_probability = rounded(random_.between(0.97, 0.9995));
    row.probability = rounded(image.abnormal ? random_.between(0.5005, 0.9995) : random_.between(0.0005, 0.4995));
  } else if (image.status == Status::not_pa) {
    row.pa_probability = rounded(random_.between(0.0005, 0.03));
  }
  return row;
}

PaperFlow FlowBuilder::finish() {
  std::vector<ResultRow> rows;
  for (std::size_t i = 0; i < hospital_.images.size(); ++i) {
    const auto first = hospital_.images[i].copy_of;
    rows.push_back(first ? rows[*first] : result_of(i));
    rows.back().image = i;
  }
  Hospital hospital = Builder::finish();
  std::sort(rows.begin(), rows.end(), [&](const ResultRow& l, const ResultRow& r) {
    return hospital.images[l.image].path < hospital.images[r.image].path;
  });
  return {std::move(hospital), std::move(rows)};
}

PaperFlow make_paper_flow(std::uint64_t seed, int image_size) {
  if (image_size < 64 || image_size > 512) throw std::invalid_argument("the image size of a preset must be 64 to 512");
  FlowBuilder builder(seed, image_size);
  builder.tell_stories();
  builder.vary_wording();
  builder.settle_labels();
  builder.settle_answers();
  builder.draw_answers();
  builder.plant_look_alikes();
  builder.store_twice();
  return builder.finish();
}

}  // namespace cxrval::phantom

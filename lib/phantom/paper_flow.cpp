// SPDX-License-Identifier: Apache-2.0
#include "phantom/paper_flow.hpp"

#include "phantom/flow_builder.hpp"

#include <algorithm>
#include <cmath>

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
FlowBuilder::FlowBuilder(std::uint64_t seed) : Builder({1, seed, 0.253, 512, 0}) {}

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

void FlowBuilder::put_lesions(std::size_t study, const std::vector<Lesion>& lesions) {
  hospital_.studies[study].lesions = lesions;
  for (const std::size_t i : hospital_.studies[study].images) {
    Image& image = hospital_.images[i];
    if (image.kind != ImageKind::pa) continue;
    image.plan.lesions = lesions;
    image.abnormal = !lesions.empty();
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
  put_lesions(hospital_.reports[report].study.value(), lesions);
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
    const double score = random_.normal() + (study.lesions.empty() ? 0 : 1.5);
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
    put_lesions(second, hospital_.studies[first].lesions);
    hospital_.studies[second].ai_abnormal = hospital_.studies[first].ai_abnormal;
  }
}

// The highest probability of a study's ok images gives its answer.
void FlowBuilder::add_results(std::size_t study, std::vector<ResultRow>& rows) {
  const Study& s = hospital_.studies[study];
  std::vector<std::size_t> judged;
  for (const std::size_t i : s.images) {
    if (hospital_.images[i].status == Status::ok) judged.push_back(i);
  }
  const std::size_t decides = judged.empty() ? 0 : judged[random_.below(judged.size())];
  for (const std::size_t i : s.images) {
    const Image& image = hospital_.images[i];
    ResultRow row{i, image.path.substr(image.path.find('/') + 1), std::nullopt, std::nullopt};
    if (image.status == Status::ok) {
      const bool positive = s.ai_abnormal && (i == decides || random_.chance(0.5));
      row.pa_probability = rounded(random_.between(0.97, 0.9995));
      row.probability = rounded(positive ? random_.between(0.5005, 0.9995) : random_.between(0.0005, 0.4995));
    } else if (image.status == Status::not_pa) {
      row.pa_probability = rounded(random_.between(0.0005, 0.03));
    }
    rows.push_back(row);
    if (!header_readable(image.damage) || !random_.chance(0.01)) continue;
    row.path.insert(row.path.rfind('.'), "b");  // stored twice
    rows.push_back(std::move(row));
  }
}

PaperFlow FlowBuilder::finish() {
  std::vector<ResultRow> rows;
  for (std::size_t study = 0; study < hospital_.studies.size(); ++study) add_results(study, rows);
  std::sort(rows.begin(), rows.end(), [](const ResultRow& l, const ResultRow& r) { return l.path < r.path; });
  return {Builder::finish(), std::move(rows)};
}

PaperFlow make_paper_flow(std::uint64_t seed) {
  FlowBuilder builder(seed);
  builder.tell_stories();
  builder.settle_labels();
  builder.settle_answers();
  return builder.finish();
}

}  // namespace cxrval::phantom

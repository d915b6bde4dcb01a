// SPDX-License-Identifier: Apache-2.0
#include "report/flow.hpp"

#include "composition.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::FlowBox;
using report::Markup;

constexpr std::string_view unmatched = "unmatched:";
constexpr std::string_view excluded = "excluded:";

// What a row of the table of the flow counts.
struct Counted {
  std::string_view side;
  std::string_view unit;
};

constexpr Counted images{"studies", "images"};
constexpr Counted studies_of_ai{"studies", "studies"};
constexpr Counted reports_of_his{"reports", "reports"};

// The steps of a side and unit with a prefix, such as unmatched:REASON, that counted anything.
std::vector<std::pair<std::string, std::uint64_t>> reasons(const Material& material, const Counted& of,
                                                           std::string_view prefix) {
  std::vector<std::pair<std::string, std::uint64_t>> found;
  for (const Sheet::Row& row : material.flow->rows()) {
    const std::string_view step = row.cell("step");
    if (row.cell("side") != of.side || row.cell("unit") != of.unit || !step.starts_with(prefix)) continue;
    const std::uint64_t count = row.count("count").value_or(0);
    if (count > 0) found.emplace_back(step.substr(prefix.size()), count);
  }
  return found;
}

class Chart {
 public:
  explicit Chart(const Composition& at) : at_(at), say_(at.say) {}

  report::Flow flow() const {
    report::Flow flow;
    flow.heading = at_.heading("flow", say_("Flow of studies and reports", "Sơ đồ dòng ca chụp và phiếu kết quả"));
    flow.studies = studies();
    flow.reports = reports();
    flow.pairs = {say_("Pairs of a study and its report", "Cặp ca chụp và phiếu kết quả"),
                  count("both", "pairs", "all")};
    if (const auto unlabelled = pairs_with("unlabelled"); !unlabelled.empty()) {
      report::FlowStep step;
      step.losses.box.label = say_("Left out", "Loại");
      step.losses.reasons = unlabelled;
      step.box = {say_("Evaluated", "Được đánh giá"), count("both", "pairs", "labelled")};
      flow.steps.push_back(std::move(step));
    }
    // The flow splits by the AI's own answer, which is not what the measures count then.
    if (!at_.material.threshold) flow.splits = {split("1"), split("0")};
    return flow;
  }

 private:
  std::optional<std::uint64_t> count(std::string_view side, std::string_view unit, std::string_view step) const {
    return at_.material.flow_count(side, unit, step);
  }

  std::vector<FlowBox> losses(const Counted& of, std::string_view prefix) const {
    std::vector<FlowBox> boxes;
    for (const auto& [code, number] : reasons(at_.material, of, prefix)) boxes.push_back({say_.reason(code), number});
    return boxes;
  }

  // AI_INVALID is said of every study of which no image is ok, so its parts are the studies of the other statuses.
  std::vector<FlowBox> unmatched_studies() const {
    std::vector<FlowBox> boxes;
    const std::vector<FlowBox> without_result = statuses();
    for (const auto& [code, number] : reasons(at_.material, studies_of_ai, unmatched)) {
      if (code == "AI_INVALID" && !without_result.empty()) {
        boxes.insert(boxes.end(), without_result.begin(), without_result.end());
      } else {
        boxes.push_back({say_.reason(code), number});
      }
    }
    return boxes;
  }

  std::vector<FlowBox> statuses() const {
    std::vector<FlowBox> boxes;
    for (const auto& [status, number] : reasons(at_.material, studies_of_ai, "status:")) {
      if (status == "not_pa")
        boxes.push_back({say_("no AI result: no frontal view", "AI không có kết quả: không phải phim thẳng"), number});
      if (status == "not_cxr")
        boxes.push_back(
            {say_("no AI result: no chest radiograph", "AI không có kết quả: không phải X-quang ngực"), number});
      if (status == "rejected")
        boxes.push_back({say_("no AI result: unreadable", "AI không có kết quả: ảnh không đọc được"), number});
    }
    return boxes;
  }

  // Rows that did not become records of their own.
  std::vector<FlowBox> lost_rows(const Counted& of) const {
    std::vector<FlowBox> boxes = losses(of, excluded);
    const auto rejected = count(of.side, of.unit, "rejected");
    if (rejected.value_or(0) > 0) boxes.push_back({say_("unusable", "không dùng được"), rejected});
    const auto merged = count(of.side, of.unit, "merged");
    if (merged.value_or(0) > 0)
      boxes.push_back({of.unit == "images" ? say_("further images of the same study", "ảnh khác của cùng ca chụp")
                                           : say_("exact copies", "bản sao y hệt"),
                       merged});
    return boxes;
  }

  report::FlowStream studies() const {
    report::FlowStream stream;
    stream.start = {say_("Images", "Ảnh"), count("studies", "images", "read")};
    report::FlowStep grouped;
    grouped.losses.reasons = lost_rows(images);
    grouped.box = {say_("Studies", "Ca chụp"), count("studies", "studies", "all")};
    report::FlowStep matched;
    matched.losses.box = {say_("Not matched", "Không ghép được"), count("studies", "studies", "unmatched")};
    matched.losses.reasons = unmatched_studies();
    matched.box = {say_("Matched studies", "Ca chụp đã ghép"), count("studies", "studies", "matched")};
    stream.steps = {std::move(grouped), std::move(matched)};
    return stream;
  }

  report::FlowStream reports() const {
    report::FlowStream stream;
    stream.start = {say_("Chest X-ray reports", "Phiếu kết quả X-quang ngực"), count("reports", "reports", "read")};
    report::FlowStep kept;
    kept.losses.reasons = lost_rows(reports_of_his);
    kept.box = {say_("Different reports", "Phiếu kết quả khác nhau"), count("reports", "reports", "all")};
    report::FlowStep matched;
    matched.losses.box = {say_("Not matched", "Không ghép được"), count("reports", "reports", "unmatched")};
    matched.losses.reasons = losses(reports_of_his, unmatched);
    matched.box = {say_("Matched reports", "Phiếu kết quả đã ghép"), count("reports", "reports", "matched")};
    if (!kept.losses.reasons.empty()) stream.steps.push_back(std::move(kept));
    stream.steps.push_back(std::move(matched));
    return stream;
  }

  std::optional<std::uint64_t> labelled(std::string_view label, std::string_view status) const {
    return count("both", "pairs", "label:" + std::string(label) + ",abnormal_status:" + std::string(status));
  }

  std::vector<FlowBox> pairs_with(std::string_view label) const {
    std::vector<FlowBox> boxes;
    for (const char* status : {"0", "1"}) {
      const auto number = labelled(label, status);
      if (number.value_or(0) > 0)
        boxes.push_back({status[0] == '1'
                             ? say_("report without a label, AI abnormal", "phiếu không có nhãn, AI bất thường")
                             : say_("report without a label, AI normal", "phiếu không có nhãn, AI bình thường"),
                         number});
    }
    return boxes;
  }

  report::FlowSplit split(std::string_view status) const {
    report::FlowSplit split;
    split.box.count = count("both", "pairs", "labelled,abnormal_status:" + std::string(status));
    split.box.label = status == "1" ? say_("AI abnormal", "AI: bất thường") : say_("AI normal", "AI: bình thường");
    split.parts = {{say_("report abnormal", "phiếu bất thường"), labelled("abnormal", status)},
                   {say_("report normal", "phiếu bình thường"), labelled("normal", status)}};
    return split;
  }

  const Composition& at_;
  const Language& say_;
};

void write_reasons(const Composition& at) {
  const Language& say = at.say;
  report::PageTable table;
  table.caption = say("Why records have no partner.", "Vì sao bản ghi không được ghép.");
  table.columns = {say("Record", "Bản ghi"), say("Reason", "Lý do"), say("Code", "Mã"), say("Number", "Số lượng")};
  table.numeric = {false, false, false, true};
  const std::pair<Counted, const char*> sides[] = {{studies_of_ai, say("study", "ca chụp")},
                                                   {reports_of_his, say("report", "phiếu kết quả")}};
  for (const auto& [of, name] : sides) {
    for (const auto& [code, number] : reasons(at.material, of, unmatched))
      table.rows.push_back({name, Markup::given(say.reason(code)), Markup::code(code), say.count(number)});
  }
  at.page.table(table);
}

void write_doubts(const Composition& at) {
  const Language& say = at.say;
  report::PageTable table;
  table.caption = say("What is doubtful about pairs.", "Những điểm đáng ngờ của các cặp.");
  table.columns = {say("Pairs", "Cặp"), say("Number", "Số lượng")};
  table.numeric = {false, true};
  const std::pair<const char*, const char*> flags[] = {
      {"ambiguous", say("could be paired nearly as well in another way", "có cách ghép khác gần tốt bằng")},
      {"report_before_study", say("report before its study", "phiếu kết quả có trước ca chụp")},
      {"open_session", say("visit without a check-out", "đợt khám chưa có giờ ra")},
      {"identity_conflict", say("sex or birth year differ between image and report",
                                "giới hoặc năm sinh khác nhau giữa ảnh và phiếu kết quả")}};
  for (const auto& [step, name] : flags) {
    if (const auto number = at.material.flow_count("both", "pairs", step))
      table.rows.push_back({name, say.count(number)});
  }
  at.page.table(table);
}

}  // namespace

void write_flow(const Composition& at) {
  const Language& say = at.say;
  at.page.section("flow-of-records", say("Flow of studies and reports", "Dòng ca chụp và phiếu kết quả"));
  if (!at.material.flow) {
    at.missing("--flow", "match --flow flow.csv");
    return;
  }
  at.show(Chart(at).flow(), report::draw_flow,
          say("Flow of images, studies and reports, with every loss and its reason (STARD 2015, item 19).",
              "Sơ đồ dòng ảnh, ca chụp và phiếu kết quả, với mọi mất mát và lý do (STARD 2015, mục 19)."));
  if (at.material.threshold) {
    at.page.remark(report::fill(
        say("The pairs are not split by the AI's answer: the flow has that of the pipeline, and the measures count a "
            "probability of at least {0} as abnormal.",
            "Các cặp không được chia theo kết quả AI: sơ đồ chỉ có kết luận của chuỗi mô hình, còn các chỉ số coi xác "
            "suất từ {0} trở lên là bất thường."),
        {Markup::given(at.threshold())}));
  }
  write_reasons(at);
  write_doubts(at);
}

}  // namespace cxrval::validation_report

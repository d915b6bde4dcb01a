// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "settings.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {
namespace {

using provenance::RunRecord;
using report::fill;
using report::Markup;

// The account of a unit that a run kept.
const provenance::Account* account(const RunRecord& record, std::string_view unit) {
  for (const provenance::Account& each : record.accounts) {
    if (each.unit == unit) return &each;
  }
  return nullptr;
}

// How his-extract records a list of services that is too long to be recorded.
constexpr std::string_view many_codes = " codes";

class Methods {
 public:
  explicit Methods(const Composition& at) : at_(at), say_(at.say) {}

  std::vector<Markup> paragraphs() const {
    std::vector<Markup> text;
    for (const Markup& paragraph : {reports(), labels(), ai(), pairs(), measures(), software()}) {
      if (!paragraph.empty()) text.push_back(paragraph);
    }
    return text;
  }

 private:
  const RunRecord* run_of(const char* tool) const { return at_.material.records.find(tool); }
  Markup value(const RunRecord& record, const char* name) const {
    return Markup::given(shown_setting(record, name, say_));
  }
  Markup written(const RunRecord& record, std::string_view unit) const {
    const auto* kept = account(record, unit);
    return kept == nullptr ? say_.count(std::nullopt) : say_.count(kept->written);
  }

  // The record has no line for a label that no report has.
  Markup labelled(const RunRecord& record, const char* name) const {
    const Markup count = value(record, name);
    return count.empty() ? Markup(say_.count(0)) : count;
  }

  Markup reports() const {
    const RunRecord* record = run_of("his-extract");
    if (record == nullptr) return {};
    const std::string services = setting(*record, "service");
    if (services == "all")
      return fill(say_("All reports, of whatever service, were read from the session files of the hospital information "
                       "system ({0} reports).",
                       "Mọi phiếu kết quả, không phân biệt dịch vụ, được đọc từ các tệp dữ liệu khám chữa bệnh của hệ "
                       "thống thông tin bệnh viện (HIS) ({0} phiếu)."),
                  {written(*record, "reports")});
    if (services.ends_with(many_codes))
      return fill(
          say_("The reports of the services of a list of {0} codes were read from the session files of the "
               "hospital information system ({1} reports).",
               "Phiếu kết quả của các dịch vụ trong danh sách {0} mã được đọc từ các tệp dữ liệu khám chữa "
               "bệnh của hệ thống thông tin bệnh viện (HIS) ({1} phiếu)."),
          {Markup::given(services.substr(0, services.size() - many_codes.size())), written(*record, "reports")});
    return fill(say_("The reports of all chest radiographs with the service codes {0} were read from the session files "
                     "of the hospital information system ({1} reports).",
                     "Phiếu kết quả của mọi ca X-quang ngực có mã dịch vụ {0} được đọc từ các tệp dữ liệu khám chữa "
                     "bệnh của hệ thống thông tin bệnh viện (HIS) ({1} phiếu)."),
                {value(*record, "service"), written(*record, "reports")});
  }

  Markup labels() const {
    const RunRecord* record = run_of("label-reports");
    if (record == nullptr) return {};
    Markup text =
        fill(say_("A report was taken as normal when its description held a template sentence for each of chest wall, "
                  "pleura, lung and mediastinum (templates: {0}), and as abnormal otherwise. Before the comparison "
                  "the texts went through these steps: {1}. {2} reports were normal and {3} abnormal. The labels "
                  "are the reference standard.",
                  "Phiếu kết quả được coi là bình thường khi phần mô tả chứa câu mẫu cho cả bốn vùng: thành ngực, "
                  "màng phổi, phổi và trung thất (bộ câu mẫu: {0}); các phiếu còn lại là bất thường. Trước khi so "
                  "sánh, văn bản được chuẩn hoá qua các bước: {1}. Có {2} phiếu bình thường và {3} phiếu bất "
                  "thường. Nhãn này là chuẩn tham chiếu."),
             {value(*record, "templates"), Markup::given(say_.steps(setting(*record, "steps"))),
              labelled(*record, "labelled_normal"), labelled(*record, "labelled_abnormal")});
    const Markup without = value(*record, "labelled_unlabelled");
    if (!without.empty() && without.html() != "0")
      text += fill(say_(" {0} reports whose description shows nothing have no label and are in no measure.",
                        " {0} phiếu có phần mô tả trống không có nhãn và không được tính vào chỉ số nào."),
                   {without});
    return text;
  }

  Markup ai() const {
    const RunRecord* record = run_of("cxr-infer");
    if (record == nullptr) return {};
    const bool filtered = setting(*record, "filter") == "cxr";
    Markup text =
        fill(say_("The AI (pipeline {0}, SHA-256 of its models, weights and thresholds {1}) was run on {3} and judged "
                  "{2} of them. ",
                  "Hệ thống AI (chuỗi mô hình {0}, SHA-256 của mô hình, trọng số và ngưỡng: {1}) được chạy trên {3} "
                  "và đưa ra kết quả cho {2} ảnh. "),
             {value(*record, "pipeline"), Markup::code(setting(*record, "pipeline_hash")), written(*record, "images"),
              images(*record)});
    if (filtered)
      text +=
          fill(say_("Images that are no chest radiographs by their DICOM tags (rules: {0}), or no frontal views by the "
                    "AI's own gate, were left out.",
                    "Ảnh không phải X-quang ngực theo thẻ DICOM (bộ quy tắc: {0}) hoặc không phải phim thẳng theo "
                    "cổng lọc của AI bị loại."),
               {value(*record, "rules")});
    return text;
  }

  Markup images(const RunRecord& record) const {
    if (setting(record, "image-ids").empty()) return say_("the DICOM images of the PACS", "ảnh DICOM của PACS");
    return say_("DICOM, PNG and JPEG images", "ảnh DICOM, PNG và JPEG");
  }

  Markup pairs() const {
    const RunRecord* record = run_of("match");
    if (record == nullptr) return {};
    const bool once = setting(*record, "pairing") == "one-to-one";
    Markup text =
        fill(say_("As PACS and HIS share no accession number, a study and a report could be a pair when they had "
                  "the same patient id (normalised by: {0}), the study lay between check-in and check-out of "
                  "the report's visit, and the report was no more than {1} before and {2} after the study "
                  "(compared by the {3}). ",
                  "Do PACS và HIS không có chung số phiếu chỉ định, một ca chụp và một phiếu kết quả được xét "
                  "ghép cặp khi có cùng mã bệnh nhân (chuẩn hoá: {0}), ca chụp nằm giữa giờ vào và giờ ra của "
                  "đợt khám, và phiếu kết quả không quá {1} trước và không quá {2} sau ca chụp (so sánh theo "
                  "{3}). "),
             {value(*record, "normalize-id"), end_of_window(*record, true), end_of_window(*record, false),
              precision(*record)});
    text += once ? Markup(say_(
                       "Each record was used once: of all such pairings the one with the most pairs was taken, and of "
                       "these the one with the shortest times between study and report. ",
                       "Mỗi bản ghi chỉ dùng một lần: chọn cách ghép có nhiều cặp nhất, rồi đến cách có thời gian "
                       "giữa ca chụp và phiếu kết quả ngắn nhất. "))
                 : fill(say_("Pairs were chosen by the rule {0}. ", "Các cặp được chọn theo quy tắc {0}. "),
                        {value(*record, "pairing")});
    const auto count = at_.material.flow_count("both", "pairs", "all");
    if (count)
      text += fill(say_("This gave {0} pairs of {1} patients.", "Kết quả là {0} cặp của {1} bệnh nhân."),
                   {say_.count(count), say_.count(at_.material.flow_count("both", "patients", "matched"))});
    return text;
  }

  // "24h:24h"
  static Markup end_of_window(const RunRecord& record, bool before) {
    const std::string window = setting(record, "window");
    const std::size_t colon = std::min(window.find(':'), window.size());
    return Markup::given(before ? window.substr(0, colon) : window.substr(std::min(colon + 1, window.size())));
  }

  Markup precision(const RunRecord& record) const {
    const std::string precision = setting(record, "precision");
    if (precision == "minute") return say_("minute", "phút");
    if (precision == "second") return say_("second", "giây");
    return Markup::given(precision);
  }

  Markup measures() const {
    const Sheet::Row first = *at_.material.first();
    const std::string level = report::write_level(first.number("level"), say_.numbers());
    const Markup unit = Markup::given(say_.unit(first.cell("unit")));
    Markup text = fill(say_("Agreement of the AI with the reports is given with {0} confidence intervals ({1}). ",
                            "Mức phù hợp giữa AI và phiếu kết quả được trình bày kèm khoảng tin cậy {0} ({1}). "),
                       {level, Markup::given(say_.method(first.cell("method")))});
    if (!first.cell("resamples").empty())
      text += fill(say_("They come from {0} resamples of {1} {2} with replacement (seed {3}). ",
                        "Khoảng tin cậy tính từ {0} mẫu lặp lại có hoàn lại của {1} {2} (hạt giống {3}). "),
                   {say_.count(first.count("resamples")), say_.count(first.count("n")), unit,
                    Markup::given(first.cell("seed"))});
    if (first.cell("unit") == "patient")
      text +=
          say_("Patients were drawn with all their studies, because studies of one patient are not independent.",
               "Bệnh nhân được lấy mẫu cùng toàn bộ ca chụp của họ, vì các ca của cùng một bệnh nhân không độc lập.");
    return text;
  }

  Markup software() const {
    std::string versions;
    for (const RunRecord& record : at_.material.records.chain())
      versions += (versions.empty() ? "" : ", ") + record.tool + ' ' + record.version;
    if (versions.empty()) return {};
    return fill(say_("The analysis was done with cxrval ({0}).", "Phân tích được thực hiện bằng cxrval ({0})."),
                {Markup::given(versions)});
  }

  const Composition& at_;
  const Language& say_;
};

}  // namespace

void write_methods(const Composition& at) {
  const Language& say = at.say;
  at.page.section("methods", say("Methods, to be pasted into a paper", "Phương pháp, để dùng trong bài báo"));
  if (at.material.records.empty()) at.missing_records();
  at.page.quotation(Methods(at).paragraphs());
}

}  // namespace cxrval::validation_report

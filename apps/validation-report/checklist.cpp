// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"

#include <array>

namespace cxrval::validation_report {
namespace {

struct Evidence {
  const char* items;
  const char* english;
  const char* vietnamese;
  const char* part_english;  // where on this page
  const char* part_vietnamese;
};

constexpr const char* by_authors_en = "for the authors to write";
constexpr const char* by_authors_vi = "tác giả tự viết";

// Own words; items without a part are named so that nobody takes the page for the whole report.
constexpr std::array evidence{
    Evidence{"1–4", "That it is a study of accuracy; summary; background; aims",
             "Là nghiên cứu độ chính xác; tóm tắt; bối cảnh; mục tiêu", by_authors_en, by_authors_vi},
    Evidence{"5", "Whether the data were planned for before the tests",
             "Dữ liệu được lên kế hoạch trước hay sau khi làm xét nghiệm", by_authors_en, by_authors_vi},
    Evidence{"6, 7, 9", "Who was eligible and how they were found", "Tiêu chuẩn chọn và cách tìm đối tượng",
             "Flow; Methods", "Dòng ca chụp; Phương pháp"},
    Evidence{"8", "Where and when", "Ở đâu và khi nào", "At a glance (when; where is for the authors)",
             "Tóm tắt (thời gian; địa điểm do tác giả viết)"},
    Evidence{"10a, 12a", "The index test so that it can be repeated, and its threshold",
             "Xét nghiệm được đánh giá, đủ chi tiết để lặp lại, và ngưỡng của nó",
             "What was validated; Other thresholds", "Đối tượng được thẩm định; Các ngưỡng khác"},
    Evidence{"10b, 12b", "The reference standard in the same way", "Chuẩn tham chiếu, cũng như vậy",
             "Methods; Labels of the reports", "Phương pháp; Nhãn của phiếu kết quả"},
    Evidence{"11", "Why this reference standard", "Vì sao chọn chuẩn tham chiếu này", by_authors_en, by_authors_vi},
    Evidence{"13a, 13b", "Who knew what when reading", "Người đọc biết những gì khi đọc", by_authors_en, by_authors_vi},
    Evidence{"14", "How accuracy was estimated", "Cách ước lượng độ chính xác", "Methods", "Phương pháp"},
    Evidence{"15, 16", "What became of indeterminate and missing results",
             "Cách xử lý kết quả không xác định và bị thiếu", "Flow; What the matching left open",
             "Dòng ca chụp; Điều việc ghép cặp để ngỏ"},
    Evidence{"17", "Variation between groups, planned or not", "Khác biệt giữa các nhóm, dự kiến hay không",
             "Subgroups", "Phân nhóm"},
    Evidence{"18", "Intended sample size", "Cỡ mẫu dự kiến", "plan-study computes one; for the authors to write",
             "plan-study tính được; tác giả tự viết"},
    Evidence{"19", "Diagram of the flow", "Sơ đồ dòng đối tượng", "Flow", "Dòng ca chụp"},
    Evidence{"20, 21a, 21b", "Characteristics, severity and other conditions of the patients",
             "Đặc điểm, mức độ bệnh và tình trạng khác của bệnh nhân", "Subgroups (sex and age only)",
             "Phân nhóm (chỉ giới và tuổi)"},
    Evidence{"22", "Time between index test and reference standard", "Thời gian giữa xét nghiệm và chuẩn tham chiếu",
             "Times", "Thời gian"},
    Evidence{"23", "Cross table of both tests", "Bảng chéo của hai xét nghiệm", "Agreement: confusion matrix",
             "Mức độ phù hợp: ma trận nhầm lẫn"},
    Evidence{"24", "Estimates with their precision", "Ước lượng kèm độ chính xác của ước lượng",
             "Agreement; Uncertainty; Discrimination", "Mức độ phù hợp; Độ bất định; Khả năng phân biệt"},
    Evidence{"25", "Adverse events", "Biến cố bất lợi", "none can come from a retrospective run",
             "không phát sinh khi chạy hồi cứu"},
    Evidence{"26, 27", "Limitations and what follows for practice", "Hạn chế và ý nghĩa thực hành",
             "At a glance (the reference); for the authors to write", "Tóm tắt (chuẩn tham chiếu); tác giả tự viết"},
    Evidence{"28–30", "Registration, protocol, funding", "Đăng ký, đề cương, tài trợ", by_authors_en, by_authors_vi}};

constexpr std::array additions{
    Evidence{"", "Which AI, in which version", "AI nào, phiên bản nào",
             "What was validated (hash of models and thresholds)", "Đối tượng được thẩm định (mã băm)"},
    Evidence{"", "Where the data come from and how they were prepared", "Nguồn dữ liệu và cách chuẩn bị",
             "Methods; Provenance", "Phương pháp; Nguồn gốc số liệu"},
    Evidence{"", "Inputs that the AI cannot use", "Dữ liệu đầu vào mà AI không dùng được",
             "Flow; Provenance (accounts)", "Dòng ca chụp; Nguồn gốc số liệu"},
    Evidence{"", "Fairness between groups of patients", "Công bằng giữa các nhóm bệnh nhân", "Subgroups", "Phân nhóm"},
    Evidence{"", "What errors look like", "Lỗi trông như thế nào", "Examples", "Ví dụ"},
    Evidence{"", "Whether code and data can be had", "Mã nguồn và dữ liệu có sẵn hay không",
             "Provenance; for the authors to write", "Nguồn gốc số liệu; tác giả tự viết"}};

}  // namespace

void write_checklist(const Composition& at) {
  const Language& say = at.say;
  at.page.section("checklist", say("Evidence for reporting guidelines", "Minh chứng cho hướng dẫn báo cáo"));
  at.page.paragraph(say(
      "Which items of STARD 2015 this page gives evidence for, in our own words. It is no score: a paper needs every "
      "item, and many only its authors can write.",
      "Các mục của STARD 2015 mà trang này có minh chứng, diễn đạt theo lời của chúng tôi. Đây không phải thang điểm: "
      "bài báo cần mọi mục, và nhiều mục chỉ tác giả mới viết được."));
  report::PageTable table;
  table.caption = "STARD 2015.";
  table.columns = {say("Item", "Mục"), say("About", "Nội dung"), say("On this page", "Trên trang này")};
  for (const Evidence& each : evidence)
    table.rows.push_back(
        {each.items, say(each.english, each.vietnamese), say(each.part_english, each.part_vietnamese)});
  at.page.table(table);
  report::PageTable more;
  more.caption =
      say("Further topics of STARD-AI (2025). Its items are not numbered here, for we know them by topic only.",
          "Các chủ đề bổ sung của STARD-AI (2025). Không ghi số mục vì chúng tôi chỉ biết theo chủ đề.");
  more.columns = {say("About", "Nội dung"), say("On this page", "Trên trang này")};
  for (const Evidence& each : additions)
    more.rows.push_back({say(each.english, each.vietnamese), say(each.part_english, each.part_vietnamese)});
  at.page.table(more);
}

}  // namespace cxrval::validation_report

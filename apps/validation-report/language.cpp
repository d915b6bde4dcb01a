// SPDX-License-Identifier: Apache-2.0
#include "language.hpp"

#include <algorithm>
#include <array>

namespace cxrval::validation_report {
namespace {

struct Name {
  std::string_view key;
  const char* english;
  const char* vietnamese;
};

constexpr std::array measures{
    Name{"f1", "F1 score", "Điểm F1"},
    Name{"sensitivity", "Sensitivity", "Độ nhạy"},
    Name{"specificity", "Specificity", "Độ đặc hiệu"},
    Name{"ppv", "Positive predictive value", "Giá trị tiên đoán dương"},
    Name{"npv", "Negative predictive value", "Giá trị tiên đoán âm"},
    Name{"accuracy", "Accuracy", "Độ chính xác"},
    Name{"prevalence", "Share of abnormal studies", "Tỷ lệ ca bất thường"},
    Name{"balanced_accuracy", "Balanced accuracy", "Độ chính xác cân bằng"},
    Name{"youden", "Youden index", "Chỉ số Youden"},
    Name{"f2", "F2 score", "Điểm F2"},
    Name{"jaccard", "Jaccard index", "Chỉ số Jaccard"},
    Name{"mcc", "Matthews correlation", "Hệ số tương quan Matthews"},
    Name{"kappa", "Cohen's kappa", "Hệ số kappa của Cohen"},
    Name{"lr_positive", "Positive likelihood ratio", "Tỷ số khả dĩ dương"},
    Name{"lr_negative", "Negative likelihood ratio", "Tỷ số khả dĩ âm"},
    Name{"diagnostic_odds_ratio", "Diagnostic odds ratio", "Tỷ số chênh chẩn đoán"},
    Name{"fnr", "False negative rate", "Tỷ lệ âm tính giả"},
    Name{"fpr", "False positive rate", "Tỷ lệ dương tính giả"},
    Name{"fdr", "False discovery rate", "Tỷ lệ phát hiện sai"},
    Name{"roc_auc", "Area under the ROC curve", "Diện tích dưới đường cong ROC"},
    Name{"average_precision", "Average precision", "Độ chính xác dương trung bình (AP)"},
    Name{"pr_auc", "Area under the precision-recall curve", "Diện tích dưới đường cong PR"},
    Name{"partial_auc", "Partial area under the ROC curve", "Diện tích một phần dưới đường cong ROC"},
    Name{"partial_auc_corrected", "Partial area, corrected", "Diện tích một phần, hiệu chỉnh"},
    Name{"sensitivity_at_specificity", "Sensitivity at specificity", "Độ nhạy tại độ đặc hiệu"},
    Name{"specificity_at_sensitivity", "Specificity at sensitivity", "Độ đặc hiệu tại độ nhạy"},
    Name{"brier", "Brier score", "Điểm Brier"},
    Name{"brier_scaled", "Scaled Brier score", "Điểm Brier chuẩn hoá"},
    Name{"ece", "Expected calibration error, bins", "Sai số hiệu chuẩn kỳ vọng, số khoảng"},
    Name{"mce", "Maximum calibration error, bins", "Sai số hiệu chuẩn lớn nhất, số khoảng"},
    Name{"calibration_slope", "Calibration slope", "Độ dốc hiệu chuẩn"},
    Name{"calibration_intercept", "Calibration intercept", "Hệ số chặn hiệu chuẩn"},
    Name{"calibration_in_the_large", "Calibration in the large", "Hiệu chuẩn tổng thể"},
    Name{"net_benefit", "Net benefit at threshold", "Lợi ích ròng tại ngưỡng"},
    Name{"standardised_net_benefit", "Standardised net benefit at threshold", "Lợi ích ròng chuẩn hoá tại ngưỡng"}};

constexpr std::array reasons{
    Name{"NO_PATIENT_ID", "the record names no patient", "bản ghi không có mã bệnh nhân"},
    Name{"PATIENT_NOT_IN_HIS", "the HIS has no report of the patient", "HIS không có phiếu kết quả của bệnh nhân"},
    Name{"NO_STUDY", "no study of the patient", "bệnh nhân không có ca chụp nào"},
    Name{"PATIENT_FORMAT_DIFFERS", "the patient's id is written in another way",
         "mã bệnh nhân được ghi theo cách khác"},
    Name{"TOO_MANY_RECORDS", "a placeholder instead of a patient's id", "mã giữ chỗ, không phải mã bệnh nhân"},
    Name{"STUDY_TIME_INVALID", "the study has no time", "ca chụp không có thời điểm"},
    Name{"REPORT_TIME_INVALID", "the report has no time", "phiếu kết quả không có thời điểm"},
    Name{"CHECKIN_MISSING", "the visit has no check-in time", "đợt khám không có giờ vào"},
    Name{"BEFORE_CHECKIN", "study before the check-in", "chụp trước giờ vào"},
    Name{"AFTER_CHECKOUT", "study after the check-out", "chụp sau giờ ra"},
    Name{"SESSION_OPEN", "the visit has no check-out", "đợt khám chưa có giờ ra"},
    Name{"REPORT_BEFORE_STUDY", "report too long before the study", "phiếu kết quả có trước ca chụp quá lâu"},
    Name{"REPORT_TOO_LATE", "report too long after the study", "phiếu kết quả có sau ca chụp quá lâu"},
    Name{"TAKEN_BY_OTHER_STUDY", "its report belongs to another study", "phiếu kết quả thuộc về ca chụp khác"},
    Name{"TAKEN_BY_OTHER_REPORT", "its study has another report", "ca chụp đã có phiếu kết quả khác"},
    Name{"DUPLICATE_STUDY", "second study of the same minute", "ca chụp thứ hai trong cùng một phút"},
    Name{"DUPLICATE_REPORT", "second report of the same service", "phiếu kết quả thứ hai của cùng dịch vụ"},
    Name{"AI_INVALID", "no AI result: no frontal chest film, or unreadable",
         "AI không có kết quả: không phải phim ngực thẳng hoặc không đọc được"},
    Name{"NO_AI_RESULT", "the AI never saw the study", "AI chưa từng nhận ca chụp"},
    Name{"STUDY_WITHOUT_AI", "its study has no AI result", "ca chụp tương ứng không có kết quả AI"},
    Name{"no_study_uid", "file that names no study", "tệp không nêu ca chụp"}};

constexpr std::array warnings{
    Name{"laterality", "a word for one side stands behind a template", "có từ chỉ một bên ngay sau câu mẫu"},
    Name{"remainder", "“the rest” is named before a template", "có cụm “phần còn lại” trước câu mẫu"},
    Name{"old_film", "another examination is named before a template", "nhắc đến phim khác trước câu mẫu"},
    Name{"abnormal_words", "normal, but findings stand in the description",
         "bình thường, nhưng phần mô tả nêu tổn thương"},
    Name{"abnormal_conclusion", "normal, but the conclusion names a finding",
         "bình thường, nhưng kết luận nêu tổn thương"},
    Name{"normal_conclusion", "abnormal, but the conclusion says normal", "bất thường, nhưng kết luận ghi bình thường"},
    Name{"near_miss", "abnormal, but a few words from a template", "bất thường, nhưng chỉ khác câu mẫu vài từ"},
    Name{"truncated_1024", "as long as a text that was cut", "dài đúng bằng một văn bản bị cắt"},
    Name{"near_1024", "nearly as long as a text that was cut", "dài gần bằng một văn bản bị cắt"},
    Name{"legacy_charset", "seems to be in an old Vietnamese charset", "có vẻ dùng bảng mã tiếng Việt cũ"},
    Name{"mojibake", "seems to be decoded by a wrong charset", "có vẻ bị giải mã sai bảng mã"},
    Name{"not_normalized", "letters and marks written apart", "chữ và dấu được mã hoá rời nhau"}};

constexpr std::array tools{
    Name{"his-extract", "reports read out of the HIS", "đọc phiếu kết quả từ HIS"},
    Name{"label-reports", "reports labelled by templates", "gán nhãn phiếu kết quả theo câu mẫu"},
    Name{"dicom-extract", "DICOM headers read", "đọc tiêu đề DICOM"},
    Name{"cxr-infer", "the AI over the images", "chạy AI trên ảnh"},
    Name{"match", "AI results paired with reports", "ghép kết quả AI với phiếu kết quả"},
    Name{"bootstrap-f1", "measures with intervals", "tính các chỉ số và khoảng tin cậy"},
    Name{"eval-boxes", "lesion boxes against the truth", "đánh giá khung tổn thương"},
    Name{"compare-labels", "labels against a hand-labelled sample", "so nhãn với mẫu gán tay"},
    Name{"compare-models", "models compared", "so sánh các mô hình"}};

constexpr std::array flags{Name{"ambiguous", "another pairing is nearly as good", "có cách ghép khác gần tốt bằng"},
                           Name{"tie", "another pairing is as good", "có cách ghép khác tốt bằng"},
                           Name{"report_before_study", "report before its study", "phiếu kết quả có trước ca chụp"},
                           Name{"open_session", "visit without a check-out", "đợt khám chưa có giờ ra"},
                           Name{"identity_conflict", "other sex or birth year", "khác giới hoặc năm sinh"},
                           Name{"sex_differs", "other sex", "khác giới"},
                           Name{"birth_year_differs", "other birth year", "khác năm sinh"}};

constexpr std::array units{Name{"study", "studies", "ca chụp"}, Name{"patient", "patients", "bệnh nhân"}};

constexpr std::array methods{
    Name{"bootstrap_percentile", "percentile bootstrap", "bootstrap phân vị"},
    Name{"bootstrap_basic", "basic bootstrap", "bootstrap cơ bản"},
    Name{"bootstrap_bca", "bias-corrected and accelerated bootstrap", "bootstrap BCa"},
    Name{"bootstrap_studentised", "studentised bootstrap", "bootstrap student hoá"},
    Name{"bootstrap_normal", "normal bootstrap", "bootstrap chuẩn"},
    Name{"bootstrap_exact", "percentiles of the exact bootstrap law", "phân vị của luật bootstrap chính xác"},
    Name{"bootstrap_exact_basic", "basic interval of the exact bootstrap law",
         "khoảng cơ bản của luật bootstrap chính xác"},
    Name{"bootstrap_exact_bca", "bias-corrected and accelerated interval of the exact bootstrap law",
         "khoảng BCa của luật bootstrap chính xác"},
    Name{"bootstrap_exact_normal", "normal interval of the exact bootstrap law",
         "khoảng chuẩn của luật bootstrap chính xác"},
    Name{"linearised", "delta method", "phương pháp delta"},
    Name{"linearised_t", "delta method with Student's t", "phương pháp delta với phân phối t"},
    Name{"wilson", "Wilson's score interval", "khoảng Wilson"},
    Name{"wilson_cc", "Wilson's score interval with continuity correction", "khoảng Wilson có hiệu chỉnh liên tục"},
    Name{"clopper_pearson", "Clopper-Pearson", "Clopper-Pearson"},
    Name{"agresti_coull", "Agresti-Coull", "Agresti-Coull"},
    Name{"jeffreys", "Jeffreys", "Jeffreys"},
    Name{"wald", "Wald", "Wald"},
    Name{"obuchowski", "Obuchowski", "Obuchowski"},
    Name{"obuchowski_logit", "Obuchowski on the logit scale", "Obuchowski trên thang logit"},
    Name{"delong", "DeLong", "DeLong"},
    Name{"delong_logit", "DeLong on the logit scale", "DeLong trên thang logit"}};

constexpr std::array label_steps{Name{"html", "HTML removed", "bỏ HTML"},
                                 Name{"zero-width", "invisible characters removed", "bỏ ký tự vô hình"},
                                 Name{"nfc", "Unicode NFC", "Unicode NFC"},
                                 Name{"case", "case folded", "không phân biệt hoa thường"},
                                 Name{"blanks", "blanks joined", "gộp khoảng trắng"},
                                 Name{"commas", "commas tidied", "chuẩn hoá dấu phẩy"}};

template <class Names>
std::string find(const Names& names, std::string_view key, const Language& say) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.key == key; });
  return found == names.end() ? std::string(key) : say(found->english, found->vietnamese);
}

}  // namespace

Language::Language(bool vietnamese) : vietnamese_(vietnamese) {
  if (!vietnamese) return;
  numbers_.point = ",";
  numbers_.group = ".";
  numbers_.range = " đến ";
}

std::string Language::interval(const Sheet::Row& row) const {
  return report::write_interval(row.number("estimate"), row.number("low"), row.number("high"), numbers_);
}

std::string Language::limits(const Sheet::Row& row) const {
  const auto low = row.number("low");
  const auto high = row.number("high");
  if (!low && !high) return {};
  return number(low) + numbers_.range + number(high);
}

std::string Language::p_value(std::optional<double> p) const {
  constexpr double least = 0.001;
  if (p && *p < least) return "< " + number(least);
  return number(p);
}

std::string Language::measure(std::string_view name) const {
  const std::size_t at = name.find('@');
  std::string found = find(measures, name.substr(0, at), *this);
  if (at != std::string_view::npos) found += ' ' + std::string(name.substr(at + 1));
  return found;
}

std::string Language::reason(std::string_view code) const {
  return find(reasons, code, *this);
}

std::string Language::warning(std::string_view name) const {
  return find(warnings, name, *this);
}

std::string Language::tool(std::string_view name) const {
  return find(tools, name, *this);
}

std::string Language::flag(std::string_view name) const {
  return find(flags, name, *this);
}

std::string Language::unit(std::string_view name) const {
  return find(units, name, *this);
}

std::string Language::method(std::string_view name) const {
  return find(methods, name, *this);
}

std::string Language::steps(std::string_view names) const {
  std::string list;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    list += (list.empty() ? "" : ", ") + find(label_steps, names.substr(0, end), *this);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return list;
}

}  // namespace cxrval::validation_report

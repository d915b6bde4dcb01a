// SPDX-License-Identifier: Apache-2.0
#include "phantom/report_text.hpp"

#include <array>
#include <vector>

namespace cxrval::phantom {

namespace {

enum Region : std::size_t { chest_wall, pleura, lung, mediastinum, regions };
using Paragraphs = std::array<std::string, regions>;

// Table 2 of the VinDr-CXR clinical validation, with the capital letter that begins a paragraph.
constexpr std::string_view wall_templates[] = {"Không thấy hình bất thường xương lồng ngực",
                                               "Không thấy hình tổn thương xương lồng ngực"};
constexpr std::string_view pleura_templates[] = {"Không thấy hình tràn dịch, khí màng phổi",
                                                 "Không thấy hình tràn khí, tràn dịch màng phổi",
                                                 "Không thấy hình tràn dịch màng phổi"};
constexpr std::string_view lung_template = "Nhu mô phổi không thấy bất thường";
constexpr std::string_view middle_templates[] = {"Hình tim và trung thất không thấy bất thường",
                                                 "Hình tim và trung thất bình thường"};

Paragraphs normal_paragraphs(Random& random) {
  return {std::string(random.pick(wall_templates)), std::string(random.pick(pleura_templates)),
          std::string(lung_template), std::string(random.pick(middle_templates))};
}

std::string joined(const Paragraphs& paragraphs, Random& random) {
  const bool bullets = random.chance(0.7);
  std::string text;
  for (const std::string& paragraph : paragraphs) {
    if (!text.empty()) text += '\n';
    text += (bullets ? "- " : "") + paragraph + ".";
  }
  return text;
}

std::string_view side_word(Side side) {
  return side == Side::right ? "phải" : "trái";
}

struct Finding {
  Region region;
  std::string sentence;
  std::string conclusion;
};

Finding lung_finding(const Lesion& lesion, const std::string& side, Random& random) {
  switch (lesion.kind) {
    case LesionKind::nodule_mass:
      if (lesion.severity > 0.6) {
        return {lung, "Khối mờ trường giữa phổi " + side + ", bờ không đều",
                "Khối mờ phổi " + side + ", đề nghị chụp cắt lớp vi tính"};
      }
      return {lung, "Nốt mờ đơn độc phổi " + side + ", bờ tương đối rõ", "Nốt mờ phổi " + side};
    case LesionKind::consolidation:
      return {lung,
              random.chance(0.5) ? "Đám mờ đông đặc phổi " + side + ", có hình phế quản hơi"
                                 : "Đám mờ không đồng nhất phổi " + side + ". Rốn phổi hai bên đậm",
              "Theo dõi viêm phổi " + side};
    case LesionKind::infiltration:
      return {lung, "Thâm nhiễm rải rác vùng đỉnh phổi " + side, "Theo dõi lao phổi " + side};
    default:
      return {lung, "Dày tổ chức kẽ lan tỏa, hình lưới nốt hai đáy phổi", "Theo dõi bệnh phổi kẽ"};
  }
}

Finding describe(const Lesion& lesion, Random& random) {
  const std::string side(side_word(lesion.side));
  switch (lesion.kind) {
    case LesionKind::pleural_effusion:
      return {pleura, "Mờ góc sườn hoành " + side + ", theo dõi tràn dịch màng phổi " + side,
              "Tràn dịch màng phổi " + side};
    case LesionKind::pneumothorax:
      return {pleura, "Khoảng sáng không có vân phổi ở ngoại vi bên " + side + ", thấy đường màng phổi tạng",
              "Tràn khí màng phổi " + side};
    case LesionKind::cardiomegaly:
      return {mediastinum,
              random.chance(0.5) ? "Bóng tim to, chỉ số tim/ngực > 0,5" : "Hình tim to toàn bộ, chỉ số tim ngực tăng",
              "Bóng tim to"};
    case LesionKind::aortic_enlargement:
      return {mediastinum, "Quai động mạch chủ vồng, giãn rộng", "Giãn quai động mạch chủ"};
    case LesionKind::rib_fracture:
      return {chest_wall,
              "Gãy cung bên xương sườn " + std::to_string(random.integer(4, 8)) + " bên " + side + ", có di lệch",
              "Gãy xương sườn bên " + side};
    default:
      return lung_finding(lesion, side, random);
  }
}

ReportText write_abnormal(std::span<const Lesion> seen, Random& random) {
  ReportText text;
  text.reader_abnormal = true;
  Paragraphs paragraphs = normal_paragraphs(random);
  std::string added;
  const bool after = random.chance(0.035);
  std::array<bool, regions> taken{};
  for (const Lesion& lesion : seen) {
    const Finding finding = describe(lesion, random);
    if (after) {
      added += "\n" + finding.sentence + ".";
    } else if (taken[finding.region]) {
      paragraphs[finding.region] += ". " + finding.sentence;
    } else {
      paragraphs[finding.region] = finding.sentence;
      taken[finding.region] = true;
    }
    text.conclusion += (text.conclusion.empty() ? "" : "; ") + finding.conclusion;
  }
  text.description = joined(paragraphs, random) + added;
  text.template_abnormal = !after;
  text.style = after ? "finding_after_templates" : "abnormal";
  return text;
}

ReportText free_normal(Random& random) {
  constexpr std::string_view walls[] = {"Lồng ngực cân đối, không thấy tổn thương xương",
                                        "Khung xương lồng ngực bình thường"};
  constexpr std::string_view sacs[] = {"Góc sườn hoành hai bên nhọn", "Không tràn dịch, tràn khí màng phổi hai bên"};
  constexpr std::string_view lungs[] = {"Hai phổi sáng, không thấy hình mờ khu trú", "Hai trường phổi sáng đều"};
  constexpr std::string_view hearts[] = {"Bóng tim không to, trung thất cân đối",
                                         "Kích thước bóng tim trong giới hạn bình thường"};
  const Paragraphs paragraphs{std::string(random.pick(walls)), std::string(random.pick(sacs)),
                              std::string(random.pick(lungs)), std::string(random.pick(hearts))};
  return {joined(paragraphs, random), "Hình ảnh tim phổi bình thường", false, true, "free_normal"};
}

ReportText hedged_normal(Random& random) {
  constexpr std::string_view lungs[] = {"Rốn phổi hai bên hơi đậm, hiện tại chưa thấy tổn thương khu trú",
                                        "Nhu mô phổi hiện tại chưa thấy bất thường rõ"};
  Paragraphs paragraphs = normal_paragraphs(random);
  paragraphs[lung] = random.pick(lungs);
  return {joined(paragraphs, random), "Hiện tại chưa thấy hình ảnh bất thường trên phim", false, true, "hedged_normal"};
}

// One word more than the template has.
ReportText worded_normal(Random& random) {
  Paragraphs paragraphs = normal_paragraphs(random);
  if (random.chance(0.5)) {
    paragraphs[pleura] = "Không thấy hình ảnh tràn dịch, tràn khí màng phổi";
  } else {
    paragraphs[lung] = "Nhu mô phổi hai bên không thấy bất thường";
  }
  return {joined(paragraphs, random), "Hình ảnh tim phổi bình thường", false, true, "worded_normal"};
}

ReportText write_normal(Random& random) {
  const double style = random.uniform();
  if (style < 0.020) return free_normal(random);
  if (style < 0.035) return hedged_normal(random);
  if (style < 0.048) return worded_normal(random);
  if (style < 0.054) return {"Tim phổi bình thường.", "Bình thường", false, true, "telegraphic_normal"};
  constexpr std::string_view conclusions[] = {"Hình ảnh tim phổi bình thường",
                                              "Hiện tại không thấy bất thường trên phim", ""};
  return {joined(normal_paragraphs(random), random), std::string(random.pick(conclusions)), false, false,
          "template_normal"};
}

}  // namespace

ReportText write_report(std::span<const Lesion> lesions, Random& random) {
  if (lesions.empty()) {
    if (!random.chance(0.035)) return write_normal(random);
    constexpr LesionKind overcalled[] = {LesionKind::nodule_mass, LesionKind::infiltration, LesionKind::interstitial,
                                         LesionKind::cardiomegaly};
    const Lesion imagined{random.pick(overcalled), random.chance(0.5) ? Side::right : Side::left, 0.2};
    return write_abnormal({&imagined, 1}, random);
  }
  if (random.chance(0.125)) return write_normal(random);
  std::vector<Lesion> seen(1, lesions.front());
  for (const Lesion& lesion : lesions.subspan(1)) {
    if (random.chance(0.8)) seen.push_back(lesion);
  }
  return write_abnormal(seen, random);
}

}  // namespace cxrval::phantom

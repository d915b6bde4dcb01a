// SPDX-License-Identifier: Apache-2.0
#include "label/sound.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace cxrval::label {
namespace {

constexpr std::array<std::string_view, 9> negations = {"không",     "chưa",   "ko",   "không thấy", "không có",
                                                       "chưa thấy", "k thấy", "k có", "khong"};
constexpr std::array<std::string_view, 18> fine_words = {
    "bình thường", "bt",          "sáng",    "sáng đều", "nhọn",       "tự do",          "cân đối",
    "cân xứng",    "đều",         "rõ",      "rõ nét",   "nguyên vẹn", "trong giới hạn", "thông khí tốt",
    "nở tốt",      "đều hai bên", "mềm mại", "liên tục"};
constexpr std::array<std::string_view, 12> unspecific_words = {"tổn thương", "bất thường", "dị dạng", "biến dạng",
                                                               "di lệch",    "theo dõi",   "nghi",    "nghi ngờ",
                                                               "đề nghị",    "tăng",       "giảm",    "mất"};

struct RegionWords {
  unsigned regions;
  std::array<std::string_view, 14> words;
};

constexpr unsigned bit(Region region) {
  return 1U << static_cast<unsigned>(region);
}

constexpr std::array region_words{
    RegionWords{bit(Region::chest_wall),
                {"xương", "lồng ngực", "thành ngực", "xương sườn", "xương đòn", "cột sống", "phần mềm", "khung xương",
                 "khung sườn", "khung ngực", "khoang liên sườn", "cung sườn", "xương bả vai", "xương lồng ngực"}},
    RegionWords{
        bit(Region::pleura),
        {"màng phổi", "góc sườn hoành", "sườn hoành", "góc sườn", "tràn dịch", "tràn khí", "vòm hoành", "cơ hoành",
         "khoang màng phổi", "rãnh liên thùy", "góc tâm hoành", "hai vòm hoành", "khí màng phổi", "dịch màng phổi"}},
    RegionWords{bit(Region::lung),
                {"phổi", "nhu mô", "nhu mô phổi", "trường phổi", "phế trường", "rốn phổi", "phế quản", "đỉnh phổi",
                 "đáy phổi", "nốt mờ", "đám mờ", "hình mờ", "khí phế quản", "hai phổi"}},
    RegionWords{bit(Region::mediastinum),
                {"tim", "bóng tim", "hình tim", "diện tim", "trung thất", "động mạch chủ", "đmc", "quai động mạch chủ",
                 "khí quản", "chỉ số tim ngực", "cung tim", "cuống mạch", "bờ tim", "mạch máu lớn"}},
    RegionWords{bit(Region::mediastinum) | bit(Region::lung),
                {"tim phổi", "phổi tim", "tim mạch phổi", "tim và phổi", "tim - phổi"}},
};

}  // namespace

std::string_view to_string(Sound sound) {
  switch (sound) {
    case Sound::normal:
      return "normal";
    case Sound::neutral:
      return "neutral";
    case Sound::abnormal:
      break;
  }
  return "abnormal";
}

SentenceJudge::SentenceJudge(const FindingRules& rules) : rules_(rules) {
  const auto add_hints = [this](const auto& words, Hint hint) {
    for (const std::string_view word : words) {
      if (hint_words_.add(word) == hints_.size()) hints_.push_back(hint);
    }
  };
  add_hints(negations, Hint::negation);
  add_hints(fine_words, Hint::fine);
  add_hints(unspecific_words, Hint::unspecific);
  for (const RegionWords& region : region_words) {
    for (const std::string_view word : region.words) {
      if (!word.empty() && region_words_.add(word) == regions_.size()) regions_.push_back(region.regions);
    }
  }
}

Sound SentenceJudge::sound(const std::string& normalized) const {
  for (const FindingState state : rules_.find(normalized, {})) {
    if (state == FindingState::present || state == FindingState::uncertain) return Sound::abnormal;
  }
  bool negated = false;
  bool normal = false;
  std::vector<Word> clause;
  ClauseReader clauses(normalized);
  while (clauses.next(clause)) {
    negated = false;
    for (const PhraseMatch& match : hint_words_.find(clause)) {
      const Hint hint = hints_[match.phrase];
      if (hint == Hint::unspecific && !negated) return Sound::abnormal;
      if (hint == Hint::negation) negated = true;
      normal = true;
    }
  }
  return normal ? Sound::normal : Sound::neutral;
}

std::optional<Region> SentenceJudge::region(const std::string& normalized) const {
  unsigned found = 0;
  std::vector<Word> clause;
  ClauseReader clauses(normalized);
  while (clauses.next(clause)) {
    for (const PhraseMatch& match : region_words_.find(clause)) found |= regions_[match.phrase];
  }
  if (std::popcount(found) != 1) return std::nullopt;
  return static_cast<Region>(std::countr_zero(found));
}

}  // namespace cxrval::label

// SPDX-License-Identifier: Apache-2.0
#include "label/warning_words.hpp"

#include "base/error.hpp"
#include "label/list_file.hpp"

#include <algorithm>

namespace cxrval::label {
namespace {

const std::string names = "side, remainder, old_film, negation, turn, abnormal or normal";

WarningWord word_of(const ListLine& line) {
  const auto kind = std::find(warning_word_kind_names.begin(), warning_word_kind_names.end(), line.name);
  if (kind == warning_word_kind_names.end()) {
    throw base::Error(line.place, "no word line; write " + names + ", a tab and the phrase");
  }
  return {static_cast<WarningWordKind>(kind - warning_word_kind_names.begin()), line.text};
}

}  // namespace

const std::vector<WarningWord>& default_warning_words() {
  static const std::vector<WarningWord> words = {
      {WarningWordKind::side, "phải"},
      {WarningWordKind::side, "trái"},
      {WarningWordKind::side, "bên phải"},
      {WarningWordKind::side, "bên trái"},
      {WarningWordKind::side, "(p)"},
      {WarningWordKind::side, "(t)"},
      {WarningWordKind::remainder, "phần còn lại"},
      {WarningWordKind::remainder, "còn lại"},
      {WarningWordKind::old_film, "phim cũ"},
      {WarningWordKind::old_film, "phim trước"},
      {WarningWordKind::old_film, "so với phim"},
      {WarningWordKind::negation, "không"},
      {WarningWordKind::negation, "không thấy"},
      {WarningWordKind::negation, "không có"},
      {WarningWordKind::negation, "không còn"},
      {WarningWordKind::negation, "không ghi nhận"},
      {WarningWordKind::negation, "không phát hiện"},
      {WarningWordKind::negation, "chưa"},
      {WarningWordKind::negation, "chưa thấy"},
      {WarningWordKind::negation, "chưa có"},
      {WarningWordKind::negation, "chưa phát hiện"},
      {WarningWordKind::negation, "chưa ghi nhận"},
      {WarningWordKind::turn, "nhưng"},
      {WarningWordKind::turn, "tuy nhiên"},
      {WarningWordKind::turn, "ngoài ra"},
      {WarningWordKind::turn, "theo dõi"},
      {WarningWordKind::abnormal, "đám mờ"},
      {WarningWordKind::abnormal, "nốt mờ"},
      {WarningWordKind::abnormal, "hình mờ"},
      {WarningWordKind::abnormal, "dải mờ"},
      {WarningWordKind::abnormal, "khối mờ"},
      {WarningWordKind::abnormal, "vết mờ"},
      {WarningWordKind::abnormal, "đông đặc"},
      {WarningWordKind::abnormal, "thâm nhiễm"},
      {WarningWordKind::abnormal, "kính mờ"},
      {WarningWordKind::abnormal, "dày tổ chức kẽ"},
      {WarningWordKind::abnormal, "lưới nốt"},
      {WarningWordKind::abnormal, "xơ hóa"},
      {WarningWordKind::abnormal, "xơ hoá"},
      {WarningWordKind::abnormal, "vôi hóa"},
      {WarningWordKind::abnormal, "vôi hoá"},
      {WarningWordKind::abnormal, "hang"},
      {WarningWordKind::abnormal, "kén khí"},
      {WarningWordKind::abnormal, "xẹp phổi"},
      {WarningWordKind::abnormal, "giãn phế quản"},
      {WarningWordKind::abnormal, "ứ khí"},
      {WarningWordKind::abnormal, "khí phế thũng"},
      {WarningWordKind::abnormal, "rốn phổi đậm"},
      {WarningWordKind::abnormal, "rốn phổi hai bên đậm"},
      {WarningWordKind::abnormal, "u phổi"},
      {WarningWordKind::abnormal, "lao phổi"},
      {WarningWordKind::abnormal, "viêm phổi"},
      {WarningWordKind::abnormal, "viêm phế quản"},
      {WarningWordKind::abnormal, "bóng tim to"},
      {WarningWordKind::abnormal, "hình tim to"},
      {WarningWordKind::abnormal, "chỉ số tim/ngực >"},
      {WarningWordKind::abnormal, "chỉ số tim ngực tăng"},
      {WarningWordKind::abnormal, "quai đmc vồng"},
      {WarningWordKind::abnormal, "quai động mạch chủ vồng"},
      {WarningWordKind::abnormal, "trung thất rộng"},
      {WarningWordKind::abnormal, "tù góc sườn hoành"},
      {WarningWordKind::abnormal, "mờ góc sườn hoành"},
      {WarningWordKind::abnormal, "tràn dịch"},
      {WarningWordKind::abnormal, "tràn khí"},
      {WarningWordKind::abnormal, "tràn dịch màng phổi"},
      {WarningWordKind::abnormal, "tràn khí màng phổi"},
      {WarningWordKind::abnormal, "dày màng phổi"},
      {WarningWordKind::abnormal, "dày dính màng phổi"},
      {WarningWordKind::abnormal, "gãy xương"},
      {WarningWordKind::abnormal, "gãy cung"},
      {WarningWordKind::abnormal, "cal xương"},
      {WarningWordKind::abnormal, "nẹp vít"},
      {WarningWordKind::abnormal, "vẹo cột sống"},
      {WarningWordKind::abnormal, "thoái hóa"},
      {WarningWordKind::abnormal, "thoái hoá"},
      {WarningWordKind::abnormal, "tổn thương"},
      {WarningWordKind::abnormal, "bất thường"},
      {WarningWordKind::normal, "bình thường"},
      {WarningWordKind::normal, "không thấy bất thường"},
      {WarningWordKind::normal, "không thấy hình bất thường"},
      {WarningWordKind::normal, "không thấy hình ảnh bất thường"},
      {WarningWordKind::normal, "không có bất thường"},
      {WarningWordKind::normal, "chưa thấy bất thường"},
      {WarningWordKind::normal, "chưa thấy hình bất thường"},
      {WarningWordKind::normal, "chưa thấy hình ảnh bất thường"},
      {WarningWordKind::normal, "chưa phát hiện bất thường"},
      {WarningWordKind::normal, "không thấy tổn thương"},
      {WarningWordKind::normal, "chưa thấy tổn thương"},
  };
  return words;
}

std::vector<WarningWord> read_warning_words(base::ByteSource& source) {
  std::vector<WarningWord> words;
  for (const ListLine& line : read_list(source, "kind\tword", names)) words.push_back(word_of(line));
  return words;
}

}  // namespace cxrval::label

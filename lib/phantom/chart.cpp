// SPDX-License-Identifier: Apache-2.0
#include "phantom/chart.hpp"

#include "phantom/random.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace cxrval::phantom {

namespace {

constexpr std::uint64_t chart_part = 0x43686172740000;
constexpr std::int64_t minute = 60;

constexpr std::string_view villages[] = {"Thôn Đông", "Thôn Đoài", "Khu 3", "Khu 7", "Tổ dân phố số 2", "Xóm Mới"};
constexpr std::string_view communes[] = {"xã Bịa Thượng", "xã Bịa Hạ", "phường Giả Định", "thị trấn Mô Phỏng"};

struct Disease {
  std::string_view code, name;
};
constexpr Disease diseases[] = {{"J18.9", "Viêm phổi, tác nhân không xác định"},
                                {"J20.9", "Viêm phế quản cấp, không phân loại"},
                                {"J44.1", "Bệnh phổi tắc nghẽn mạn tính đợt cấp"},
                                {"I10", "Bệnh lý tăng huyết áp vô căn (nguyên phát)"},
                                {"E11.9", "Bệnh đái tháo đường không phụ thuộc insuline, chưa có biến chứng"},
                                {"K29.7", "Viêm dạ dày, không đặc hiệu"},
                                {"M54.5", "Đau vùng thắt lưng"},
                                {"R07.4", "Đau ngực, không xác định"},
                                {"Z00.0", "Khám sức khỏe tổng quát"}};

struct Product {
  std::string_view code, name, strength, unit, dose;
  int price;
};
constexpr Product products[] = {
    {"40.48", "Paracetamol (acetaminophen)", "500mg", "Viên", "Uống ngày 3 lần, mỗi lần 1 viên khi sốt trên 38,5 độ",
     480},
    {"40.154", "Amoxicilin + acid clavulanic", "875mg + 125mg", "Viên", "Uống ngày 2 lần, mỗi lần 1 viên sau ăn", 4200},
    {"40.184", "Cefuroxim", "500mg", "Viên", "Uống ngày 2 lần, mỗi lần 1 viên sau ăn", 2650},
    {"40.222", "Azithromycin", "250mg", "Viên", "Uống ngày 1 lần, mỗi lần 2 viên trước ăn 1 giờ", 2900},
    {"40.677", "Omeprazol", "20mg", "Viên", "Uống ngày 1 lần, mỗi lần 1 viên trước ăn sáng", 290},
    {"40.493", "Amlodipin", "5mg", "Viên", "Uống ngày 1 lần, mỗi lần 1 viên vào buổi sáng", 180},
    {"40.501", "Losartan", "50mg", "Viên", "Uống ngày 1 lần, mỗi lần 1 viên", 520},
    {"40.807", "Metformin", "850mg", "Viên", "Uống ngày 2 lần, mỗi lần 1 viên sau ăn", 340},
    {"40.775", "Methyl prednisolon", "16mg", "Viên", "Uống ngày 1 lần, mỗi lần 1 viên sau ăn sáng", 1150},
    {"40.980", "Salbutamol sulfat", "2,5mg/2,5ml", "Ống", "Khí dung ngày 2 lần, mỗi lần 1 ống", 4410},
    {"40.998", "Ambroxol", "30mg", "Viên", "Uống ngày 3 lần, mỗi lần 1 viên", 390},
    {"40.1015", "N-acetylcystein", "200mg", "Gói", "Uống ngày 3 lần, mỗi lần 1 gói hòa với nước", 730},
    {"40.1026", "Natri clorid", "0,9% 500ml", "Chai", "Truyền tĩnh mạch 40 giọt/phút", 6900},
    {"40.1049", "Vitamin B1 + B6 + B12", "125mg + 125mg + 250mcg", "Viên", "Uống ngày 2 lần, mỗi lần 1 viên", 610}};

struct Item {
  std::string_view code, name;
  int price;
};
constexpr Item items[] = {{"03.1897", "Khám Nhi", 33200},
                          {"02.1896", "Khám Nội", 33200},
                          {"K02.1910", "Giường Hồi sức tích cực Hạng I - Khoa Nội tổng hợp", 193800},
                          {"21.0014.1778", "Điện tim thường", 32800},
                          {"02.0032.0898", "Khí dung thuốc giãn phế quản", 20400},
                          {"03.2390.0212", "Tiêm tĩnh mạch", 11400},
                          {"03.2391.0215", "Truyền tĩnh mạch", 21400}};

constexpr std::string_view complaints[] = {
    "Bệnh nhân tỉnh, tiếp xúc tốt, da niêm mạc hồng, không phù, không xuất huyết dưới da.",
    "Ho khạc đờm trắng, sốt nhẹ về chiều, đau tức ngực khi hít sâu, không khó thở khi nằm.",
    "Đau âm ỉ vùng thượng vị, ợ hơi, ợ chua, không nôn, đại tiểu tiện bình thường.",
    "Đau đầu nhẹ, hoa mắt khi thay đổi tư thế, ngủ kém, ăn uống được."};
constexpr std::string_view findings[] = {
    "Phổi: rì rào phế nang rõ, rải rác ran ẩm hai đáy. Tim: nhịp đều, T1 T2 rõ, không có tiếng thổi bệnh lý.",
    "Phổi: rì rào phế nang rõ, không ran. Tim: nhịp đều. Bụng mềm, không chướng, gan lách không sờ thấy.",
    "Phổi: ran rít, ran ngáy hai phế trường. Tim: nhịp nhanh, đều. Bụng mềm, không có điểm đau khu trú.",
    "Tuyến giáp không to, hạch ngoại vi không sờ thấy. Các cơ quan khác chưa phát hiện bất thường."};
constexpr std::string_view plans[] = {
    "Hướng xử trí: làm xét nghiệm máu, chụp Xquang ngực thẳng, dùng thuốc theo đơn.",
    "Hướng xử trí: tiếp tục thuốc theo đơn, theo dõi mạch, nhiệt độ, huyết áp 2 lần/ngày.",
    "Hướng xử trí: cho về, hẹn tái khám sau 7 ngày hoặc khi có dấu hiệu bất thường."};

template <class... Values>
std::string printed(const char* format, Values... values) {
  std::array<char, 160> text;
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

Drug drug_of(const Product& product, base::CivilTime time, Random& random) {
  Drug drug;
  drug.code = product.code;
  drug.name = product.name;
  drug.strength = product.strength;
  drug.unit = product.unit;
  drug.route = product.unit == "Chai" ? "2.15" : "1.01";
  drug.dose = product.dose;
  drug.registration = printed("VD-%05d-%02d", random.integer(10000, 36000), random.integer(13, 19));
  drug.quantity = random.integer(1, 30);
  drug.unit_price = product.price;
  drug.order_time = time;
  return drug;
}

ClinicalNote note_at(base::CivilTime time, Random& random) {
  ClinicalNote note;
  note.time = time;
  note.course = printed("Mạch %d lần/phút, nhiệt độ %d,%d độ C, huyết áp %d/%d mmHg, nhịp thở %d lần/phút.\n",
                        random.integer(62, 112), random.integer(36, 38), random.integer(0, 9),
                        10 * random.integer(10, 16), 10 * random.integer(6, 9), random.integer(16, 26));
  note.course.append(random.pick(complaints)).append("\n");
  note.course.append(random.pick(findings)).append("\n");
  note.course.append(random.pick(plans));
  if (random.chance(0.05)) note.consultation = "Hội chẩn khoa: thống nhất chẩn đoán và hướng điều trị như trên.";
  return note;
}

}  // namespace

Chart chart_of(const Hospital& hospital, std::size_t session_index) {
  const Session& session = hospital.sessions[session_index];
  Random random(hospital.patients[session.patient].seed, chart_part + session_index);
  const auto later = [&session](std::int64_t minutes) {
    base::CivilTime time = session.check_in;
    time.seconds += minutes * minute;
    return time;
  };
  Chart chart;
  chart.address = std::string(random.pick(villages)) + ", " + std::string(random.pick(communes)) + ", tỉnh Bịa Đặt";
  chart.insurance_id = printed("XX%d%02d%010d", random.integer(1, 5), 99, random.integer(0, 999'999'999));
  const Disease& disease = random.pick(diseases);
  chart.disease_code = disease.code;
  chart.disease = disease.name;
  const int notes = random.integer(1, 3);
  for (int i = 0; i < notes; ++i) chart.notes.push_back(note_at(later(10 + 45 * i), random));
  const int drugs = random.integer(2, 8);
  for (int i = 0; i < drugs; ++i) chart.drugs.push_back(drug_of(random.pick(products), later(30), random));
  const int cares = random.integer(1, 4);
  for (int i = 0; i < cares; ++i) {
    const Item& item = random.pick(items);
    chart.care.push_back({std::string(item.code), std::string(item.name), item.price, later(5)});
  }
  return chart;
}

}  // namespace cxrval::phantom

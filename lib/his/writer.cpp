// SPDX-License-Identifier: Apache-2.0
#include "his/writer.hpp"

#include "his/base64.hpp"
#include "xml/escape.hpp"

#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::string_view declaration = R"(<?xml version="1.0" encoding="utf-8"?>)";

// XML1 of 4210/QD-BYT, in order.
constexpr std::array session_fields = {
    "MA_LK",        "STT",           "MA_BN",         "HO_TEN",     "NGAY_SINH",    "GIOI_TINH", "DIA_CHI",
    "MA_THE",       "MA_DKBD",       "GT_THE_TU",     "GT_THE_DEN", "MIEN_CUNG_CT", "TEN_BENH",  "MA_BENH",
    "MA_BENHKHAC",  "MA_LYDO_VVIEN", "MA_NOI_CHUYEN", "MA_TAI_NAN", "NGAY_VAO",     "NGAY_RA",   "SO_NGAY_DTRI",
    "KET_QUA_DTRI", "TINH_TRANG_RV", "NGAY_TTOAN",    "T_THUOC",    "T_VTYT",       "T_TONGCHI", "T_BNTT",
    "T_BNCCT",      "T_BHTT",        "T_NGUONKHAC",   "T_NGOAIDS",  "NAM_QT",       "THANG_QT",  "MA_LOAI_KCB",
    "MA_KHOA",      "MA_CSKCB",      "MA_KHUVUC",     "MA_PTTT_QT", "CAN_NANG"};

// XML3 of 4210/QD-BYT, in order.
constexpr std::array order_fields = {
    "MA_LK",       "STT",         "MA_DICH_VU", "MA_VAT_TU", "MA_NHOM", "GOI_VTYT",  "TEN_VAT_TU", "TEN_DICH_VU",
    "DON_VI_TINH", "PHAM_VI",     "SO_LUONG",   "DON_GIA",   "TT_THAU", "TYLE_TT",   "THANH_TIEN", "T_TRANTT",
    "MUC_HUONG",   "T_NGUONKHAC", "T_BNTT",     "T_BHTT",    "T_BNCCT", "T_NGOAIDS", "MA_KHOA",    "MA_GIUONG",
    "MA_BAC_SI",   "MA_BENH",     "NGAY_YL",    "NGAY_KQ",   "MA_PTTT"};

// XML4 of 4210/QD-BYT, in order.
constexpr std::array result_fields = {"MA_LK",   "STT",    "MA_DICH_VU", "MA_CHI_SO", "TEN_CHI_SO",
                                      "GIA_TRI", "MA_MAY", "MO_TA",      "KET_LUAN",  "NGAY_KQ"};

struct Value {
  std::string_view field;
  std::string_view text;
  bool cdata = false;
};

std::string digits(const std::optional<base::CivilTime>& time) {
  if (!time) return "";
  std::string text;
  for (const char c : base::to_iso(base::truncate_to_minute(*time))) {
    if (c >= '0' && c <= '9') text += c;
  }
  return text.substr(0, 12);
}

void open(std::string& out, std::string_view name) {
  out.append("<").append(name).append(">");
}
void close(std::string& out, std::string_view name) {
  out.append("</").append(name).append(">");
}

// All fields in their order; those without a value are empty.
template <class Fields>
void append_record(std::string& out, const Fields& fields, std::initializer_list<Value> values) {
  for (const std::string_view field : fields) {
    open(out, field);
    for (const Value& value : values) {
      if (value.field != field) continue;
      value.cdata ? xml::append_cdata(out, value.text) : xml::append_escaped(out, value.text);
    }
    close(out, field);
  }
}

std::string_view code_of_sex(std::string_view sex) {
  if (sex == "M") return "1";
  if (sex == "F") return "2";
  return sex == "O" ? "3" : "";
}

std::string number_of(const ServiceResult& service, std::size_t index) {
  return service.number.empty() ? std::to_string(index + 1) : service.number;
}

std::string session_table(const Session& session) {
  const std::string check_in = digits(session.check_in);
  const std::string check_out = digits(session.check_out);
  std::string out = "<TONG_HOP>";
  append_record(out, session_fields,
                {{"MA_LK", session.session_id},
                 {"STT", "1"},
                 {"MA_BN", session.patient_id},
                 {"HO_TEN", session.patient_name, true},
                 {"NGAY_SINH", session.birth_year},
                 {"GIOI_TINH", code_of_sex(session.sex)},
                 {"NGAY_VAO", check_in},
                 {"NGAY_RA", check_out},
                 {"NGAY_TTOAN", check_out},
                 {"NAM_QT", std::string_view(check_out).substr(0, 4)},
                 {"THANG_QT", std::string_view(check_out).substr(check_out.empty() ? 0 : 4, 2)},
                 {"MA_LOAI_KCB", "1"},
                 {"MA_CSKCB", session.facility_id}});
  return out + "</TONG_HOP>";
}

std::string order_table(const Session& session) {
  std::string out = "<DSACH_CHI_TIET_DVKT>";
  for (std::size_t i = 0; i < session.services.size(); ++i) {
    const ServiceResult& service = session.services[i];
    open(out, "CHI_TIET_DVKT");
    append_record(out, order_fields,
                  {{"MA_LK", session.session_id},
                   {"STT", number_of(service, i)},
                   {"MA_DICH_VU", service.service_id},
                   {"TEN_DICH_VU", service.service_name, true},
                   {"SO_LUONG", "1"},
                   {"NGAY_YL", digits(service.order_time)}});
    close(out, "CHI_TIET_DVKT");
  }
  return out + "</DSACH_CHI_TIET_DVKT>";
}

std::string result_table(const Session& session) {
  std::string out = "<DSACH_CHI_TIET_CLS>";
  for (std::size_t i = 0; i < session.services.size(); ++i) {
    const ServiceResult& service = session.services[i];
    open(out, "CHI_TIET_CLS");
    append_record(out, result_fields,
                  {{"MA_LK", session.session_id},
                   {"STT", number_of(service, i)},
                   {"MA_DICH_VU", service.service_id},
                   {"MA_CHI_SO", service.index_code},
                   {"TEN_CHI_SO", service.index_name, true},
                   {"GIA_TRI", service.value, true},
                   {"MA_MAY", service.machine},
                   {"MO_TA", service.description, true},
                   {"KET_LUAN", service.conclusion, true},
                   {"NGAY_KQ", digits(service.result_time)}});
    close(out, "CHI_TIET_CLS");
  }
  return out + "</DSACH_CHI_TIET_CLS>";
}

void append_table(std::string& out, std::string_view name, const std::string& content, Packing packing) {
  out += "<FILEHOSO>";
  xml::append_element(out, "LOAIHOSO", name);
  open(out, "NOIDUNGFILE");
  out += packing == Packing::base64 ? encode_base64(content) : content;
  close(out, "NOIDUNGFILE");
  out += "</FILEHOSO>\n";
}

}  // namespace

std::string write_envelope(std::span<const Session> sessions, const WriteOptions& options) {
  std::string out(declaration);
  out += "\n<GIAMDINHHS>\n<THONGTINDONVI>";
  xml::append_element(out, "MACSKCB", sessions.empty() ? "" : sessions.front().facility_id);
  out += "</THONGTINDONVI>\n<THONGTINHOSO>\n";
  xml::append_element(out, "NGAYLAP", digits(options.made).substr(0, 8));
  xml::append_element(out, "SOLUONGHOSO", std::to_string(sessions.size()));
  out += "\n<DANHSACHHOSO>\n";
  for (const Session& session : sessions) {
    out += "<HOSO>\n";
    append_table(out, "XML1", session_table(session), options.packing);
    if (!session.services.empty()) {
      if (options.orders) append_table(out, "XML3", order_table(session), options.packing);
      append_table(out, "XML4", result_table(session), options.packing);
    }
    out += "</HOSO>\n";
  }
  out += "</DANHSACHHOSO>\n</THONGTINHOSO>\n<CHUKYDONVI/>\n</GIAMDINHHS>\n";
  return out;
}

}  // namespace cxrval::his

// SPDX-License-Identifier: Apache-2.0
#include "his/writer.hpp"

#include "base/base64.hpp"
#include "xml/escape.hpp"

#include <zlib.h>
#include <array>
#include <initializer_list>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::string_view declaration = R"(<?xml version="1.0" encoding="utf-8"?>)";

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

// All fields of the form in their order; those without a value are empty. Values of other decisions are passed over.
void append_record(std::string& out, const TableForm& form, std::initializer_list<Value> values) {
  open(out, form.row);
  for (const std::string_view field : form.fields) {
    open(out, field);
    for (const Value& value : values) {
      if (value.field != field) continue;
      value.cdata ? xml::append_cdata(out, value.text) : xml::append_escaped(out, value.text);
    }
    close(out, field);
  }
  close(out, form.row);
}

std::string_view code_of_sex(std::string_view sex) {
  if (sex == "M") return "1";
  if (sex == "F") return "2";
  return sex == "O" ? "3" : "";
}

std::string number_of(const ServiceResult& service, std::size_t index) {
  return service.number.empty() ? std::to_string(index + 1) : service.number;
}

long long price_of_drugs(const Session& session) {
  long long sum = 0;
  for (const Drug& drug : session.chart.drugs) sum += static_cast<long long>(drug.quantity) * drug.unit_price;
  return sum;
}

void append_session(std::string& out, const TableForm& form, const Session& session) {
  const std::string check_in = digits(session.check_in);
  const std::string check_out = digits(session.check_out);
  const std::string drugs = std::to_string(price_of_drugs(session));
  const char* const hour_of_birth = form.decree == Decree::qd130 && !session.birth_year.empty() ? "01010000" : "";
  const std::string birth = session.birth_year + hour_of_birth;
  const Chart& chart = session.chart;
  append_record(out, form,
                {{"MA_LK", session.session_id},
                 {"STT", "1"},
                 {"MA_BN", session.patient_id},
                 {"HO_TEN", session.patient_name, true},
                 {"NGAY_SINH", birth},
                 {"GIOI_TINH", code_of_sex(session.sex)},
                 {"DIA_CHI", chart.address, true},
                 {"MA_THE", chart.insurance_id},
                 {"MA_THE_BHYT", chart.insurance_id},
                 {"TEN_BENH", chart.disease, true},
                 {"CHAN_DOAN_RV", chart.disease, true},
                 {"MA_BENH", chart.disease_code},
                 {"MA_BENH_CHINH", chart.disease_code},
                 {"NGAY_VAO", check_in},
                 {"NGAY_RA", check_out},
                 {"NGAY_TTOAN", check_out},
                 {"T_THUOC", drugs},
                 {"NAM_QT", std::string_view(check_out).substr(0, 4)},
                 {"THANG_QT", std::string_view(check_out).substr(check_out.empty() ? 0 : 4, 2)},
                 {"MA_LOAI_KCB", "1"},
                 {"MA_CSKCB", session.facility_id}});
}

void append_drugs(std::string& out, const TableForm& form, const Session& session) {
  int number = 0;
  for (const Drug& drug : session.chart.drugs) {
    const std::string price = std::to_string(static_cast<long long>(drug.quantity) * drug.unit_price);
    const std::string unit_price = std::to_string(drug.unit_price);
    const std::string time = digits(drug.order_time);
    append_record(out, form,
                  {{"MA_LK", session.session_id},
                   {"STT", std::to_string(++number)},
                   {"MA_THUOC", drug.code},
                   {"TEN_THUOC", drug.name, true},
                   {"DON_VI_TINH", drug.unit},
                   {"HAM_LUONG", drug.strength, true},
                   {"DUONG_DUNG", drug.route},
                   {"LIEU_DUNG", drug.dose, true},
                   {"SO_DANG_KY", drug.registration},
                   {"SO_LUONG", std::to_string(drug.quantity)},
                   {"DON_GIA", unit_price},
                   {"THANH_TIEN", price},
                   {"THANH_TIEN_BV", price},
                   {"MA_BENH", session.chart.disease_code},
                   {"NGAY_YL", time},
                   {"NGAY_TH_YL", time}});
  }
}

struct Order {
  std::string number;
  std::string_view code;
  std::string_view name;
  std::string price;
  std::optional<base::CivilTime> time;
};

void append_order(std::string& out, const TableForm& form, const Session& session, const Order& order) {
  const std::string time = digits(order.time);
  append_record(out, form,
                {{"MA_LK", session.session_id},
                 {"STT", order.number},
                 {"MA_DICH_VU", order.code},
                 {"TEN_DICH_VU", order.name, true},
                 {"SO_LUONG", "1"},
                 {"DON_GIA", order.price},
                 {"DON_GIA_BV", order.price},
                 {"NGAY_YL", time},
                 {"NGAY_TH_YL", time}});
}

void append_orders(std::string& out, const TableForm& form, const Session& session) {
  std::size_t index = 0;
  for (const ServiceResult& service : session.services) {
    append_order(out, form, session,
                 {number_of(service, index++), service.service_id, service.service_name, "", service.order_time});
  }
  for (const Care& care : session.chart.care) {
    append_order(out, form, session,
                 {std::to_string(++index), care.code, care.name, std::to_string(care.unit_price), care.order_time});
  }
}

void append_results(std::string& out, const TableForm& form, const Session& session) {
  for (std::size_t i = 0; i < session.services.size(); ++i) {
    const ServiceResult& service = session.services[i];
    append_record(out, form,
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
  }
}

void append_notes(std::string& out, const TableForm& form, const Session& session) {
  int number = 0;
  for (const ClinicalNote& note : session.chart.notes) {
    const std::string time = digits(note.time);
    append_record(out, form,
                  {{"MA_LK", session.session_id},
                   {"STT", std::to_string(++number)},
                   {"DIEN_BIEN", note.course, true},
                   {"DIEN_BIEN_LS", note.course, true},
                   {"HOI_CHAN", note.consultation, true},
                   {"NGAY_YL", time},
                   {"THOI_DIEM_DBLS", time}});
  }
}

using AppendRows = void (*)(std::string& out, const TableForm& form, const Session& session);

std::string inner_file(const TableForm& form, const Session& session, AppendRows append_rows) {
  std::string rows;
  append_rows(rows, form, session);
  if (rows.empty() || form.list.empty()) return rows;
  std::string out;
  if (!form.wrapper.empty()) open(out, form.wrapper);
  open(out, form.list);
  out += rows;
  close(out, form.list);
  if (!form.wrapper.empty()) close(out, form.wrapper);
  return out;
}

std::string gzipped(std::string& content) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::logic_error("gzip needs more room than its bound");
  return out;
}

void append_table(std::string& out, std::string_view name, std::string content, Packing packing) {
  if (content.empty()) return;
  out += "<FILEHOSO>";
  xml::append_element(out, "LOAIHOSO", name);
  open(out, "NOIDUNGFILE");
  if (packing == Packing::gzip) content = gzipped(content);
  out += packing == Packing::plain ? content : base::encode_base64(content);
  close(out, "NOIDUNGFILE");
  out += "</FILEHOSO>\n";
}

void append_dossier(std::string& out, const Session& session, const WriteOptions& options) {
  constexpr std::array<AppendRows, 5> tables = {append_session, append_drugs, append_orders, append_results,
                                                append_notes};
  out += "<HOSO>\n";
  for (int number = 1; number <= 5; ++number) {
    if (number == 3 && !options.orders) continue;
    const TableForm& form = table_form(options.decree, number);
    append_table(out, form.name, inner_file(form, session, tables[static_cast<std::size_t>(number - 1)]),
                 options.packing);
  }
  out += "</HOSO>\n";
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
  for (const Session& session : sessions) append_dossier(out, session, options);
  out += "</DANHSACHHOSO>\n</THONGTINHOSO>\n<CHUKYDONVI/>\n</GIAMDINHHS>\n";
  return out;
}

}  // namespace cxrval::his

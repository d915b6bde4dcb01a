// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/base64.hpp"

#include <string>

namespace cxrval::his::fixtures {

inline std::string element(const std::string& name, const std::string& text) {
  return '<' + name + '>' + text + "</" + name + '>';
}

inline std::string header(const std::string& id, const std::string& check_in = "202011020731",
                          const std::string& check_out = "202011021105") {
  return element("TONG_HOP", element("MA_LK", id) + element("MA_BN", "P" + id) + element("NGAY_SINH", "19700101") +
                                 element("GIOI_TINH", "2") + element("NGAY_VAO", check_in) +
                                 element("NGAY_VAO_NOI_TRU", "209912312359") + element("NGAY_RA", check_out));
}

inline std::string row(const std::string& id, const std::string& text, const std::string& service = "18.0119.0028",
                       const std::string& time = "202011020915") {
  return element("CHI_TIET_CLS", element("MA_LK", id) + element("STT", "1") + element("MA_DICH_VU", service) +
                                     element("MO_TA", text) + element("KET_LUAN", "K") + element("NGAY_KQ", time));
}

inline std::string list(const std::string& rows) {
  return element("DSACH_CHI_TIET_CLS", rows);
}

inline std::string table(const std::string& name, const std::string& content) {
  return element("FILEHOSO", element("LOAIHOSO", name) + element("NOIDUNGFILE", content));
}

inline std::string packed(const std::string& name, const std::string& content) {
  return table(name, base::encode_base64(content));
}

inline std::string hoso(const std::string& id, const std::string& rows) {
  return element("HOSO", packed("XML1", header(id)) + packed("XML4", list(rows)));
}

inline std::string envelope(const std::string& dossiers, const std::string& count = "1") {
  return "<GIAMDINHHS><THONGTINDONVI><MACSKCB>25001</MACSKCB></THONGTINDONVI><THONGTINHOSO>" +
         element("SOLUONGHOSO", count) + element("DANHSACHHOSO", dossiers) +
         "</THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>";
}

}  // namespace cxrval::his::fixtures

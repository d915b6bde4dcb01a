// SPDX-License-Identifier: Apache-2.0
#include "xml/escape.hpp"

#include "base/error.hpp"

namespace cxrval::xml {
namespace {

bool has_no_form(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

void refuse_control(char c) {
  if (has_no_form(c)) throw base::Error("text holds a control character that XML cannot carry");
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    refuse_control(c);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
}

void append_cdata(std::string& out, std::string_view text) {
  if (text.find("]]>") != std::string_view::npos || text.find('\r') != std::string_view::npos) {
    append_escaped(out, text);
    return;
  }
  for (const char c : text) refuse_control(c);
  out += "<![CDATA[";
  out += text;
  out += "]]>";
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out += '<';
  out += name;
  out += '>';
  append_escaped(out, text);
  out += "</";
  out += name;
  out += '>';
}

}  // namespace cxrval::xml

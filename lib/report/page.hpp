// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"
#include "report/markup.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::report {

// The words that a page says by itself.
struct PageWords {
  std::string language;  // BCP 47, such as "en" or "vi"
  std::string title;     // of the document; may be anyone's text
  std::string contents;  // heading of the table of contents
  std::string figure;    // "Figure", in front of a number
  std::string table;     // "Table"
  std::string data;      // "Data of this figure"
};

struct PageTable {
  Markup caption;
  std::vector<Markup> columns;
  std::vector<bool> numeric;  // by column; numbers are set flush right
  std::vector<std::vector<Markup>> rows;
};

// A number that stands out, with its name and what is to be known of it.
struct KeyNumber {
  Markup name;
  Markup value;
  Markup about;
};

struct Picture {
  std::string png;   // the file's bytes
  std::string text;  // alternative
  Markup caption;
};

// What stands in the one <style> element of each page.
std::string style_sheet();

// One HTML page in one file: no script, nothing from outside (its Content-Security-Policy says so), style sheet inside,
// light and dark, and fit for paper. Written from top to bottom; sections have numbers in the table of contents,
// figures and tables are counted. The same calls give the same bytes.
class Page {
 public:
  // `style_hash`: SHA-256 of style_sheet() in Base64, without which browsers refuse it (CSP level 3, section 2.3.1).
  Page(PageWords words, std::string style_hash);

  // What stands above the contents.
  void subtitle(const Markup& text);

  // A section of the contents; `id` as identifier() makes it, unique.
  void section(std::string_view id, const Markup& title);
  void subsection(const Markup& title);
  void paragraph(const Markup& text);
  void remark(const Markup& text);  // set apart: a limitation, or a part that is not there
  void key_numbers(const std::vector<KeyNumber>& numbers);
  void table(const PageTable& table);
  // A table behind a line to open it.
  void folded(const Markup& line, const PageTable& table);
  // Text to be copied.
  void quotation(const std::vector<Markup>& paragraphs);
  // `narrow` is the same figure for telephones; both have their data once, behind a line to open it.
  void figure(const Figure& figure, const Figure& narrow, const Markup& caption);
  void pictures(const std::vector<Picture>& pictures);

  std::string html() const;

 private:
  struct Entry {
    std::string id;
    Markup title;
  };

  void write_table(const PageTable& table, const std::string& label);
  void data_table(const DataTable& data, const std::string& name);

  PageWords words_;
  std::string style_hash_;
  Markup subtitle_;
  std::vector<Entry> sections_;
  std::string body_;
  std::size_t figures_ = 0;
  std::size_t tables_ = 0;
  std::size_t folded_ = 0;
};

}  // namespace cxrval::report

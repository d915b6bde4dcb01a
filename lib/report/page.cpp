// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include "base/base64.hpp"
#include "report/escape.hpp"
#include "report/page_style.hpp"

#include <utility>

namespace cxrval::report {
namespace {

std::string policy(const std::string& style_hash) {
  return "default-src 'none'; style-src 'sha256-" + style_hash +
         "'; img-src data:; base-uri 'none'; form-action 'none'";
}

std::string element(const std::string& name, const Markup& inner) {
  return '<' + name + '>' + inner.html() + "</" + name + ">\n";
}

}  // namespace

std::string style_sheet() {
  return '\n' + page_style() + figure_style();
}

Page::Page(PageWords words, std::string style_hash) : words_(std::move(words)), style_hash_(std::move(style_hash)) {}

void Page::subtitle(const Markup& text) {
  subtitle_ = text;
}

void Page::section(std::string_view id, const Markup& title) {
  if (!sections_.empty()) body_ += "</section>\n";
  sections_.push_back({identifier(id), title});
  body_ += "<section id=\"" + sections_.back().id + "\">\n<h2>" + std::to_string(sections_.size()) + ". " +
           title.html() + "</h2>\n";
}

void Page::subsection(const Markup& title) {
  body_ += element("h3", title);
}

void Page::paragraph(const Markup& text) {
  body_ += element("p", text);
}

void Page::remark(const Markup& text) {
  body_ += "<p class=\"remark\">" + text.html() + "</p>\n";
}

void Page::key_numbers(const std::vector<KeyNumber>& numbers) {
  body_ += "<dl class=\"key\">\n";
  for (const KeyNumber& number : numbers) {
    body_ += "<div><dt>" + number.name.html() + "</dt><dd><b>" + number.value.html() + "</b>";
    if (!number.about.empty()) body_ += "<span>" + number.about.html() + "</span>";
    body_ += "</dd></div>\n";
  }
  body_ += "</dl>\n";
}

void Page::write_table(const PageTable& table, const std::string& label) {
  const auto side = [&](std::size_t column) {
    return column < table.numeric.size() && table.numeric[column] ? " class=\"n\"" : "";
  };
  body_ += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" " + label + ">\n<table>\n";
  // End tags that HTML lets one leave out would be a third of a table of numbers.
  body_ += "<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    body_ += "<th scope=\"col\"" + std::string(side(i)) + '>' + table.columns[i].html();
  body_ += "\n<tbody>\n";
  for (const std::vector<Markup>& row : table.rows) {
    body_ += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) body_ += "<td" + std::string(side(i)) + '>' + row[i].html();
    body_ += '\n';
  }
  body_ += "</table>\n</div>\n";
}

// The caption stands outside the box that scrolls, so that it is read whole where the table is cut.
void Page::table(const PageTable& table) {
  const std::string id = "table-" + std::to_string(++tables_);
  body_ += "<p class=\"caption\" id=\"" + id + "\"><strong>" + escape(words_.table) + ' ' + std::to_string(tables_) +
           ".</strong> " + table.caption.html() + "</p>\n";
  write_table(table, "aria-labelledby=\"" + id + '"');
}

void Page::folded(const Markup& line, const PageTable& table) {
  const std::string id = "folded-" + std::to_string(++folded_);
  body_ += "<details><summary id=\"" + id + "\">" + line.html() + "</summary>\n";
  write_table(table, "aria-labelledby=\"" + id + '"');
  body_ += "</details>\n";
}

void Page::quotation(const std::vector<Markup>& paragraphs) {
  body_ += "<blockquote>\n";
  for (const Markup& text : paragraphs) body_ += element("p", text);
  body_ += "</blockquote>\n";
}

void Page::data_table(const DataTable& data, const std::string& name) {
  PageTable table;
  for (const std::string& column : data.columns) table.columns.push_back(Markup::code(column));
  for (const auto& row : data.rows) {
    table.rows.emplace_back();
    for (const std::string& cell : row) table.rows.back().push_back(Markup::given(cell));
  }
  body_ += "<details><summary>" + escape(words_.data) + "</summary>\n";
  write_table(table, "aria-label=\"" + escape(words_.data + ": " + name) + '"');
  body_ += "</details>\n";
}

void Page::figure(const Figure& figure, const Figure& narrow, const Markup& caption) {
  body_ += "<figure>\n<div class=\"wide\">" + figure.svg + "</div>\n<div class=\"narrow\">" + narrow.svg + "</div>\n";
  body_ += "<figcaption><strong>" + escape(words_.figure) + ' ' + std::to_string(++figures_) + ".</strong> " +
           caption.html() + "</figcaption>\n";
  data_table(figure.data, figure.title);
  body_ += "</figure>\n";
}

void Page::pictures(const std::vector<Picture>& pictures) {
  body_ += "<div class=\"pictures\">\n";
  for (const Picture& picture : pictures) {
    body_ += "<figure><img alt=\"" + escape(picture.text) + "\" src=\"data:image/png;base64," +
             base::encode_base64(picture.png) + "\"><figcaption>" + picture.caption.html() + "</figcaption></figure>\n";
  }
  body_ += "</div>\n";
}

std::string Page::html() const {
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + escape(words_.language) + "\" dir=\"ltr\">\n<head>\n";
  html += "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"" +
          escape(policy(style_hash_)) + "\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";
  // An icon of its own, or browsers ask the server for one.
  html += "<link rel=\"icon\" href=\"data:,\">\n<title>" + escape(words_.title) + "</title>\n";
  html += "<style>" + style_sheet() + "</style>\n</head>\n<body>\n";
  html += "<header>\n<h1>" + isolated(words_.title) + "</h1>\n";
  if (!subtitle_.empty()) html += "<p>" + subtitle_.html() + "</p>\n";
  html +=
      "</header>\n<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">" + escape(words_.contents) + "</h2>\n<ol>\n";
  for (const Entry& entry : sections_)
    html += "<li><a href=\"#" + entry.id + "\">" + entry.title.html() + "</a></li>\n";
  html += "</ol>\n</nav>\n<main>\n" + body_;
  if (!sections_.empty()) html += "</section>\n";
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace cxrval::report

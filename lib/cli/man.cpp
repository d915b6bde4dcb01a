// SPDX-License-Identifier: Apache-2.0
#include "cli/description.hpp"
#include "cli/exit_codes.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace cxrval::cli {
namespace {

// roff reads a backslash as an escape, a leading dot or quote as a request and a dash as a hyphen.
std::string escaped(const std::string& text) {
  std::string result;
  bool line_start = true;
  for (char c : text) {
    if (line_start && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
    line_start = c == '\n';
  }
  return result;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string tag(const std::string& left, const std::string& right) {
  return ".TP\n" + left + '\n' + escaped(right) + '\n';
}

std::string option_entry(const Option& option) {
  std::string left;
  if (option.short_name != '\0') left += std::string("\\fB\\-") + option.short_name + "\\fR, ";
  left += "\\fB\\-\\-" + escaped(option.name) + "\\fR";
  if (!option.metavar.empty()) left += " \\fI" + escaped(option.metavar) + "\\fR";
  std::string right = option.help;
  if (!option.default_text.empty()) right += " (default: " + option.default_text + ")";
  return tag(left, right);
}

// Paragraphs are parted by empty lines; lines that begin with two blanks keep their form.
std::string section_text(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::string result;
  bool verbatim = false;
  while (std::getline(lines, line)) {
    const bool indented = line.starts_with("  ");
    if (indented != verbatim) result += indented ? ".nf\n" : ".fi\n";
    verbatim = indented;
    result += line.empty() ? ".PP\n" : escaped(line) + '\n';
  }
  return result + (verbatim ? ".fi\n" : "");
}

}  // namespace

std::string man_page(const Description& tool) {
  std::string page = ".TH " + upper(escaped(tool.name)) + " 1 \"\" \"cxrval " + tool.version + "\" \"cxrval\"\n";
  // In NAME the purpose is a phrase, which whatis and apropos show.
  const std::string phrase =
      tool.purpose.ends_with('.') ? tool.purpose.substr(0, tool.purpose.size() - 1) : tool.purpose;
  page += ".SH NAME\n" + escaped(tool.name) + " \\- " + escaped(phrase) + '\n';
  page += ".SH SYNOPSIS\n" + escaped(usage_line(tool)) + '\n';
  page += ".SH EXAMPLES\n";
  for (const Example& example : tool.examples) {
    page += ".PP\n" + escaped(example.says) + ":\n.PP\n.RS\n.nf\n" + escaped(example.command) + "\n.fi\n.RE\n";
  }
  if (!tool.arguments.empty()) page += ".SH ARGUMENTS\n";
  for (const Argument& argument : tool.arguments) {
    const std::string by_default = argument.default_value.empty() ? "" : " (default: " + argument.default_value + ")";
    page += tag("\\fI" + escaped(argument.metavar) + "\\fR", argument.help + by_default);
  }
  page += ".SH OPTIONS\n";
  for (const Option& option : tool.options) page += option_entry(option);
  for (const Section& section : tool.sections) {
    page += ".SH " + upper(escaped(section.title)) + '\n' + section_text(section.text);
  }
  page += ".SH EXIT STATUS\n";
  for (const ExitCode& code : exit_codes) page += tag(std::to_string(code.value), code.meaning);
  page += ".SH ENVIRONMENT\n" + tag("CXRVAL_DATA", "the data folder, where it is not beside the tool");
  page += tag("CXRVAL_RUN_DIR", "as --run-dir");
  return page + ".SH SEE ALSO\nThe formats of all tables are in docs/formats.md of cxrval.\n";
}

}  // namespace cxrval::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/description.hpp"
#include "cli/exit_codes.hpp"

#include <algorithm>
#include <sstream>

namespace cxrval::cli {
namespace {

constexpr std::size_t width = 100;

// Words of `text` in lines of at most `width` bytes, each after the first indented.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::istringstream words(text);
  std::string word;
  std::string result;
  std::size_t column = indent;
  while (words >> word) {
    if (column > indent && column + 1 + word.size() > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
  }
  return result;
}

std::string left_side(const Option& option) {
  std::string text = option.short_name == '\0' ? "    " : std::string("-") + option.short_name + ", ";
  text += "--" + option.name;
  if (!option.metavar.empty()) text += ' ' + option.metavar;
  return text;
}

std::string right_side(const Option& option) {
  return option.default_text.empty() ? option.help : option.help + " (default: " + option.default_text + ')';
}

std::string entry(const std::string& left, const std::string& right, std::size_t column) {
  std::string line = "  " + left;
  line += line.size() + 2 > column ? '\n' + std::string(column, ' ') : std::string(column - line.size(), ' ');
  return line + wrapped(right, column) + '\n';
}

std::string group_help(const Description& tool, Group group, const std::string& title, std::size_t column) {
  std::string text;
  for (const Option& option : tool.options) {
    if (option.group == group) text += entry(left_side(option), right_side(option), column);
  }
  return text.empty() ? text : '\n' + title + ":\n" + text;
}

std::string examples(const Description& tool, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, tool.examples.size()); ++i) {
    text += "  " + tool.examples[i].command + "\n      " + wrapped(tool.examples[i].says, 6) + '\n';
  }
  return text;
}

}  // namespace

std::string usage_line(const Description& tool) {
  std::string line = tool.name + " [OPTION...]";
  for (const Argument& argument : tool.arguments) {
    const std::string name = argument.many ? argument.metavar + "..." : argument.metavar;
    line += argument.default_value.empty() ? ' ' + name : " [" + name + ']';
  }
  return line;
}

std::string short_help(const Description& tool) {
  return tool.purpose + "\n\nUsage: " + usage_line(tool) + "\n\nExamples:\n" + examples(tool, 2) +
         "\nAll options: " + tool.name + " --help\n";
}

std::string help(const Description& tool) {
  constexpr std::size_t column = 30;
  std::string text = tool.purpose + "\n\nExamples:\n" + examples(tool, 2) + "\nUsage: " + usage_line(tool) + '\n';
  if (!tool.arguments.empty()) text += "\nArguments:\n";
  for (const Argument& argument : tool.arguments) {
    const std::string by_default = argument.default_value.empty() ? "" : " (default: " + argument.default_value + ')';
    text += entry(argument.metavar, argument.help + by_default, column);
  }
  text += group_help(tool, Group::tool, "Options", column);
  text += group_help(tool, Group::tables, "Tables", column);
  text += group_help(tool, Group::run, "Run", column);
  text += "\nExit codes:\n";
  for (const ExitCode& code : exit_codes) text += "  " + std::to_string(code.value) + "  " + code.meaning + '\n';
  return text + "\nThe manual page says more: man " + tool.name + '\n';
}

}  // namespace cxrval::cli

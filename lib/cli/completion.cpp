// SPDX-License-Identifier: Apache-2.0
#include "cli/description.hpp"

#include <algorithm>

namespace cxrval::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::string function_name(const Description& tool) {
  std::string name = "_" + tool.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string bash_case(const Option& option) {
  std::string pattern = "--" + option.name;
  if (option.short_name != '\0') pattern += std::string("|-") + option.short_name;
  std::string values = "COMPREPLY=()";
  if (!option.words.empty()) values = "COMPREPLY=($(compgen -W '" + joined(option.words, " ") + "' -- \"$word\"))";
  if (option.takes_file) values = "COMPREPLY=($(compgen -f -- \"$word\"))";
  return "    " + pattern + ") " + values + "; return ;;\n";
}

// What zsh's _arguments reads in brackets and between colons must not hold either.
std::string zsh_text(std::string text) {
  std::string result;
  for (char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':') result += '\\';
      result += c;
    }
  }
  return result;
}

std::string zsh_option(const Option& option) {
  const std::string name = "--" + option.name;
  std::string action;
  if (!option.metavar.empty()) {
    action = ":" + zsh_text(option.metavar) + ":";
    if (!option.words.empty()) action += "(" + joined(option.words, " ") + ")";
    if (option.takes_file) action += "_files";
  }
  const std::string text = "[" + zsh_text(option.help) + "]" + action;
  if (option.short_name == '\0') return "  '*" + name + text + "'";
  const std::string short_name = std::string("-") + option.short_name;
  return "  '*'{" + short_name + "," + name + "}'" + text + "'";
}

}  // namespace

std::string bash_completion(const Description& tool) {
  std::vector<std::string> names;
  std::string cases;
  for (const Option& option : tool.options) {
    names.push_back("--" + option.name);
    if (!option.metavar.empty()) cases += bash_case(option);
  }
  const std::string function = function_name(tool);
  return "# bash completion for " + tool.name + "\n" + function + "() {\n" +
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n  case $before in\n" + cases +
         "  esac\n  if [[ $word == -* ]]; then\n    COMPREPLY=($(compgen -W '" + joined(names, " ") +
         "' -- \"$word\"))\n  else\n    COMPREPLY=($(compgen -f -- \"$word\"))\n  fi\n}\ncomplete -o filenames -F " +
         function + " " + tool.name + "\n";
}

std::string zsh_completion(const Description& tool) {
  std::string text = "#compdef " + tool.name + "\n_arguments -s \\\n";
  for (const Option& option : tool.options) text += zsh_option(option) + " \\\n";
  return text + "  '*:file:_files'\n";
}

}  // namespace cxrval::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cxrval::cli {

// Takes the texts given on the command line; throws base::UsageError for a value that cannot be used.
using Setter = std::function<void(const std::vector<std::string>&)>;

struct Argument {
  std::string metavar{};
  std::string help{};
  std::string default_value{};  // empty: required
  bool many = false;
  Setter set{};
};

enum class Group { tool, tables, run };

struct Option {
  std::string name{};  // long, without dashes
  char short_name = '\0';
  std::string metavar{};  // empty: a switch
  std::string help{};
  std::string default_text{};
  std::vector<std::string> words{};  // the values it takes, when they are a fixed set
  Group group = Group::tool;
  bool takes_file = false;  // for completion
  Setter set{};
};

struct Example {
  std::string command;
  std::string says;
};

struct Section {
  std::string title;
  std::string text;
};

// A tool, as everything that is shown about it is made from.
struct Description {
  std::string name{};
  std::string purpose;
  std::string version;
  std::vector<Argument> arguments;
  std::vector<Option> options;
  std::vector<Example> examples;
  std::vector<Section> sections;
};

std::string usage_line(const Description& tool);
// What a command without the arguments it needs prints: purpose, usage, two examples.
std::string short_help(const Description& tool);
std::string help(const Description& tool);
// A page of section 1 in man(7) macros.
std::string man_page(const Description& tool);
std::string bash_completion(const Description& tool);
std::string zsh_completion(const Description& tool);

// Sets what the command line gives, in the order of the description; throws base::UsageError.
// Returns each option's value in use, given or default, as text.
std::map<std::string, std::string> parse(const Description& tool, const std::vector<std::string>& command_line);

}  // namespace cxrval::cli

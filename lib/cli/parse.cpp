// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/description.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

namespace cxrval::cli {
namespace {

namespace po = boost::program_options;
using base::UsageError;
using Texts = std::vector<std::string>;

constexpr const char* positional = "arguments";

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

std::string suggestion(const Description& tool, const std::string& given) {
  const std::string wanted = given.substr(std::min(given.find_first_not_of('-'), given.size()));
  const Option* nearest = nullptr;
  std::size_t nearest_distance = wanted.size() / 3 + 2;
  for (const Option& option : tool.options) {
    const std::size_t distance = option.name.starts_with(wanted) ? 1 : edit_distance(wanted, option.name);
    if (distance >= nearest_distance) continue;
    nearest = &option;
    nearest_distance = distance;
  }
  return nearest == nullptr ? "try --help" : "did you mean --" + nearest->name + "?";
}

po::options_description declared(const Description& tool) {
  po::options_description all;
  for (const Option& option : tool.options) {
    const std::string names = option.short_name == '\0' ? option.name : option.name + ',' + option.short_name;
    if (option.metavar.empty()) {
      all.add_options()(names.c_str(), po::value<Texts>()->zero_tokens()->composing(), "");
    } else {
      all.add_options()(names.c_str(), po::value<Texts>()->composing(), "");
    }
  }
  all.add_options()(positional, po::value<Texts>(), "");
  return all;
}

po::variables_map parsed(const Description& tool, const Texts& command_line) {
  po::positional_options_description everything;
  everything.add(positional, -1);
  const po::options_description all = declared(tool);
  po::variables_map values;
  try {
    // Guessing would read --thresh as --threshold today and as something else after the next release.
    const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(command_line).options(all).positional(everything).style(style).run(), values);
  } catch (const po::unknown_option& error) {
    throw UsageError("unknown option " + error.get_option_name() + "; " + suggestion(tool, error.get_option_name()));
  } catch (const po::invalid_command_line_syntax& error) {
    const std::string name = error.get_option_name();
    throw UsageError(error.kind() == po::invalid_command_line_syntax::missing_parameter ||
                             error.kind() == po::invalid_command_line_syntax::empty_adjacent_parameter
                         ? "option " + name + " needs a value"
                         : "option " + name + " takes no value");
  } catch (const po::error& error) {
    throw UsageError(std::string(error.what()) + "; try --help");
  }
  return values;
}

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

bool has_empty(const Texts& given) {
  return std::any_of(given.begin(), given.end(), [](const std::string& text) { return text.empty(); });
}

void set_option(const Option& option, const Texts& given) {
  // An empty value is an unset shell variable, and must not lose an output or switch redaction off.
  if (!option.metavar.empty() && has_empty(given)) throw UsageError("--" + option.name + " has an empty value");
  const auto& words = option.words;
  const auto known = [&words](const std::string& value) {
    return std::find(words.begin(), words.end(), value) != words.end();
  };
  if (!words.empty() && !std::all_of(given.begin(), given.end(), known)) {
    throw UsageError("--" + option.name + " is one of " + joined(words));
  }
  option.set(given);
}

void set_arguments(const Description& tool, Texts given) {
  if (has_empty(given)) throw UsageError("an argument is empty");
  for (const Argument& argument : tool.arguments) {
    if (given.empty()) {
      if (argument.default_value.empty()) throw UsageError("no " + argument.metavar + " given; try --help");
      given.push_back(argument.default_value);
    }
    if (argument.many) {
      argument.set(std::exchange(given, {}));
    } else {
      argument.set({given.front()});
      given.erase(given.begin());
    }
  }
  if (!given.empty()) throw UsageError("too many arguments; try --help");
}

}  // namespace

std::map<std::string, std::string> parse(const Description& tool, const Texts& command_line) {
  const po::variables_map values = parsed(tool, command_line);
  std::map<std::string, std::string> in_use;
  for (const Option& option : tool.options) {
    const bool given = values.count(option.name) != 0;
    if (given) set_option(option, values[option.name].as<Texts>());
    if (option.metavar.empty()) {
      in_use[option.name] = given ? "true" : "false";
    } else {
      in_use[option.name] = given ? joined(values[option.name].as<Texts>()) : option.default_text;
    }
  }
  set_arguments(tool, values.count(positional) != 0 ? values[positional].as<Texts>() : Texts{});
  return in_use;
}

}  // namespace cxrval::cli

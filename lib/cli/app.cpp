// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/id_rule.hpp"
#include "cli/keys.hpp"
#include "cli/path_names.hpp"
#include "cli/setters.hpp"
#include "cli/shared_options.hpp"
#include "cli/version.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>

namespace cxrval::cli {
namespace {

using base::UsageError;
using Texts = std::vector<std::string>;

std::string alternatives(const Texts& words) {
  std::string metavar;
  for (const std::string& word : words) metavar += (metavar.empty() ? "" : "|") + word;
  return metavar;
}

bool names_a_file(const std::string& metavar) {
  return metavar.find("FILE") != std::string::npos || metavar.find("DIR") != std::string::npos;
}

// --help and the like work even in the middle of a command line that is otherwise wrong.
bool asks_for(const Texts& command_line, const std::string& option) {
  for (const std::string& text : command_line) {
    if (text == "--") return false;
    if (text == option) return true;
  }
  return false;
}

int print(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? 0 : 1;
}

void say(const std::string& tool, const std::string& kind, const std::string& message) {
  const std::string line = tool + ": " + kind + ": " + one_line(message) + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

std::optional<std::string> generated(const Description& tool, const std::string& kind) {
  if (kind == "man") return man_page(tool);
  if (kind == "bash-completion") return bash_completion(tool);
  if (kind == "zsh-completion") return zsh_completion(tool);
  if (kind != "examples") return std::nullopt;
  std::string lines;
  for (const Example& example : tool.examples) lines += example.command + '\n';
  return lines;
}

}  // namespace

App::App(std::string name, std::string purpose) {
  description_.name = std::move(name);
  description_.purpose = std::move(purpose);
  description_.version = version;
}

App& App::input(std::string metavar, std::string& value, std::string help) {
  description_.arguments.push_back({std::move(metavar), std::move(help), "", false, text_setter(value)});
  return *this;
}

App& App::optional_input(std::string metavar, std::string& value, std::string help) {
  description_.arguments.push_back({std::move(metavar), std::move(help), value, false, text_setter(value)});
  return *this;
}

App& App::inputs(std::string metavar, Texts& values, std::string help) {
  Setter set = [&values](const Texts& given) { values = given; };
  description_.arguments.push_back({std::move(metavar), std::move(help), "", true, std::move(set)});
  return *this;
}

App& App::add(const std::string& name, const std::string& metavar, std::string help, std::string by_default,
              Setter set) {
  description_.options.push_back({.name = name,
                                  .metavar = metavar,
                                  .help = std::move(help),
                                  .default_text = std::move(by_default),
                                  .takes_file = names_a_file(metavar),
                                  .set = std::move(set)});
  return *this;
}

App& App::option(const std::string& name, const std::string& metavar, std::string& value, std::string help) {
  return add(name, metavar, std::move(help), value, text_setter(value));
}

App& App::option(const std::string& name, const std::string& metavar, int& value, std::string help) {
  return add(name, metavar, std::move(help), std::to_string(value), number_setter(name, value));
}

App& App::option(const std::string& name, const std::string& metavar, std::uint64_t& value, std::string help) {
  return add(name, metavar, std::move(help), std::to_string(value), number_setter(name, value));
}

App& App::option(const std::string& name, const std::string& metavar, double& value, std::string help) {
  return add(name, metavar, std::move(help), base::format_real(value), number_setter(name, value));
}

App& App::option(const std::string& name, const std::string& metavar, Texts& values, std::string help) {
  std::string by_default;
  for (const std::string& value : values) by_default += (by_default.empty() ? "" : ", ") + value;
  return add(name, metavar, std::move(help) + "; may be repeated", by_default,
             [&values](const Texts& given) { values = given; });
}

App& App::option(const std::string& name, const std::string& metavar, Given<int>& value, std::string help) {
  return add(name, metavar, std::move(help), std::to_string(value.value), given_setter(name, value));
}

App& App::option(const std::string& name, const std::string& metavar, Given<double>& value, std::string help) {
  return add(name, metavar, std::move(help), base::format_real(value.value), given_setter(name, value));
}

App& App::option(const std::string& name, const std::string& metavar, Given<std::string>& value, std::string help) {
  return add(name, metavar, std::move(help), value.value, given_setter(value));
}

App& App::choice(const std::string& name, const Texts& words, std::string& value, std::string help) {
  add(name, alternatives(words), std::move(help), value, text_setter(value));
  description_.options.back().words = words;
  return *this;
}

App& App::choice(const std::string& name, const Texts& words, Given<std::string>& value, std::string help) {
  add(name, alternatives(words), std::move(help), value.value, given_setter(value));
  description_.options.back().words = words;
  return *this;
}

App& App::choices(const std::string& name, const Texts& words, Texts& values, std::string help) {
  description_.options.push_back({.name = name,
                                  .metavar = alternatives(words),
                                  .help = std::move(help) + "; may be repeated",
                                  .words = words,
                                  .set = [&values](const Texts& given) { values = given; }});
  return *this;
}

App& App::flag(const std::string& name, bool& value, std::string help) {
  description_.options.push_back(
      {.name = name, .help = std::move(help), .set = [&value](const Texts&) { value = true; }});
  return *this;
}

App& App::example(std::string command, std::string says) {
  description_.examples.push_back({std::move(command), std::move(says)});
  return *this;
}

App& App::section(std::string title, std::string text) {
  description_.sections.push_back({std::move(title), std::move(text)});
  return *this;
}

namespace {

// Help without being asked for it: nothing was given and something is needed, or standard input is a keyboard.
bool needs_help(const Description& tool, const Texts& command_line) {
  if (!command_line.empty() || tool.arguments.empty()) return false;
  const std::string& by_default = tool.arguments.front().default_value;
  return by_default.empty() || (by_default == "-" && ::isatty(STDIN_FILENO) == 1);
}

std::optional<int> answer_about_itself(const Description& tool, const Texts& command_line) {
  if (asks_for(command_line, "--help")) return print(help(tool));
  if (asks_for(command_line, "--version")) return print(tool.name + ' ' + tool.version + '\n' + build_facts());
  const auto generate = std::find(command_line.begin(), command_line.end(), "--generate");
  if (generate != command_line.end() && generate + 1 != command_line.end()) {
    if (const auto text = generated(tool, *(generate + 1))) return print(*text);
  }
  if (needs_help(tool, command_line)) {
    const std::string text = short_help(tool);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return 2;
  }
  return std::nullopt;
}

// A file opened while descriptor 2 is free would get it, and every message with it. The ends are the wrong way round,
// so that reading and writing them still fails.
void reserve_standard_streams() {
  constexpr int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) static_cast<void>(::open("/dev/null", modes[descriptor]));
  }
}

std::string message(const base::Error& error, const PathNames& names) {
  base::Place place = error.place();
  if (!place.file.empty()) place.file = names.shown(place.file);
  const std::string where = base::to_string(place);
  return where.empty() ? error.reason() : where + ": " + error.reason();
}

// The tool's own options, defaults included; files among them as paths are shown.
void record_settings(const Description& tool, const std::map<std::string, std::string>& in_use, Run& run) {
  for (const Option& option : tool.options) {
    if (option.group != Group::tool && option.name != "map") continue;
    const std::string& value = in_use.at(option.name);
    run.record(option.name, option.takes_file && !value.empty() ? run.shown(value) : value);
  }
  if (!settings().pseudonyms) return;
  run.record("pseudonym_key_check", settings().pseudonyms->key.check());
  run.record("keep-text", settings().keep_text ? "true" : "false");
}

void read_patient_ids(deid::PatientIdRule* of_tool, Run& run) {
  Settings& shared = settings();
  if (!shared.patient_ids || (shared.ids_for_pseudonyms && !shared.pseudonyms)) return;
  read_id_map(*shared.patient_ids, run);
  if (shared.pseudonyms) shared.pseudonyms->patient_ids = *shared.patient_ids;
  if (of_tool != nullptr) *of_tool = *shared.patient_ids;
}

}  // namespace

int App::run(int argc, char** argv, const std::function<void(Run&)>& body) {
  reserve_standard_streams();
  // A reader that closes the pipe ends us silently, also where our parent ignores the signal; a file-size limit is a
  // failed write like any other.
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_IGN);
  add_common_options(description_);
  const Texts command_line(argv + std::min(argc, 1), argv + argc);
  const std::string& name = description_.name;
  if (const auto code = answer_about_itself(description_, command_line)) {
    if (*code == 1) say(name, "error", "stdout: cannot write");
    return *code;
  }
  PathNames names;
  try {
    const auto in_use = parse(description_, command_line);
    const auto ids = in_use.find("normalize-id");
    read_keys(settings(), ids == in_use.end() ? "" : ids->second);
    names = settings().names;
    Run run(name, description_.version, command_line, settings());
    record_settings(description_, in_use, run);
    read_patient_ids(patient_ids_, run);
    if (settings().key_is_open)
      run.warn({run.shown(settings().pseudonym_key_file)}, "others can read the key; chmod 600");
    body(run);
    return run.finish();
  } catch (const base::UsageError& error) {
    say(name, "error", message(error, names));
    return 2;
  } catch (const base::Error& error) {
    say(name, "error", message(error, names));
  } catch (const std::bad_alloc&) {
    say(name, "error", "out of memory");
  } catch (const std::exception& error) {
    say(name, "internal error", error.what());
  }
  return 1;
}

}  // namespace cxrval::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/description.hpp"
#include "cli/given.hpp"
#include "cli/run.hpp"
#include "deid/patient_id.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::cli {

// One description of a tool: from it come parsing, --help, the man page, the shell completions and the exit code.
// Every tool has --run-dir, -q/--quiet, --redact-paths, --help and --version; the groups below add the other shared
// options. Values given to the description are the defaults that --help shows.
class App {
 public:
  App(std::string name, std::string purpose);

  // Positional arguments, in order. `input` is required, `optional_input` has a default (often `-`), `inputs` takes one
  // or more and comes last.
  App& input(std::string metavar, std::string& value, std::string help);
  App& optional_input(std::string metavar, std::string& value, std::string help);
  App& inputs(std::string metavar, std::vector<std::string>& values, std::string help);

  // Options with a value. A vector may be given several times, everything else once.
  App& option(const std::string& name, const std::string& metavar, std::string& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, int& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, std::uint64_t& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, double& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, std::vector<std::string>& values, std::string help);
  // Of tools that must know whether it was given; the default shown is the value.
  App& option(const std::string& name, const std::string& metavar, Given<int>& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, Given<double>& value, std::string help);
  App& option(const std::string& name, const std::string& metavar, Given<std::string>& value, std::string help);
  // One word of a fixed set, checked while parsing.
  App& choice(const std::string& name, const std::vector<std::string>& words, std::string& value, std::string help);
  App& choice(const std::string& name, const std::vector<std::string>& words, Given<std::string>& value,
              std::string help);
  // Any number of them.
  App& choices(const std::string& name, const std::vector<std::string>& words, std::vector<std::string>& values,
               std::string help);
  App& flag(const std::string& name, bool& value, std::string help);

  App& writes_table(std::string what);  // -o/--output and --format
  App& reads_table();                   // --map
  App& rejects(std::string unit);       // --rejects and --max-rejects; the unit is for --help
  App& threads(int& value);             // -j/--threads
  App& seed(std::uint64_t& value);      // --seed
  // --normalize-id. The rule given is the default; when the work begins it is the one asked for, its map read.
  App& normalize_id(deid::PatientIdRule& rule);
  // --pseudonymize and --keep-text, and --normalize-id where the tool has not asked for it before; for tools that write
  // PatientTables.
  App& pseudonymize();
  App& hash_inputs();  // --hash-inputs, for tools that take folders
  App& resumable();    // --resume, for tools that work long and say Run::checkpoint

  // The first two are shown at the top of --help, and the tests run all of them.
  App& example(std::string command, std::string says);
  // A further section of the man page (columns of the tables, units, method).
  App& section(std::string title, std::string text);

  // Parses, runs `body` and returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 done but records were rejected.
  // No exception leaves it.
  int run(int argc, char** argv, const std::function<void(Run&)>& body);

 private:
  App& add(const std::string& name, const std::string& metavar, std::string help, std::string by_default, Setter set);

  Description description_;
  deid::PatientIdRule* patient_ids_ = nullptr;  // the tool's, where it has one
};

}  // namespace cxrval::cli

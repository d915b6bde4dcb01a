// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::table {

// Reads the flat objects of JSON Lines.
class JsonLineParser {
 public:
  JsonLineParser();
  ~JsonLineParser();
  JsonLineParser(const JsonLineParser&) = delete;
  JsonLineParser& operator=(const JsonLineParser&) = delete;

  // The members of one line in their order: strings unescaped, numbers and booleans as written, null as empty text.
  // Returns nullptr, or why the line is no such object, as a fixed text.
  const char* parse(std::string_view line, std::vector<std::pair<std::string, std::string>>& members);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends `text` as a JSON string with its quotes; the text must be UTF-8.
void append_json_string(std::string& line, std::string_view text);

}  // namespace cxrval::table

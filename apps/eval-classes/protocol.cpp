// SPDX-License-Identifier: Apache-2.0
#include "protocol.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cxrval::eval_classes {
namespace {

constexpr std::string_view left_out = "-";

class Lines {
 public:
  explicit Lines(table::Reader& table)
      : table_(table), kind_(table.require("kind")), source_(table.require("source")), class_(table.require("class")) {}

  void add(const table::Row& row, Protocol& protocol) const {
    const std::string& kind = row.cells[kind_];
    const std::string& source = row.cells[source_];
    const std::string& name = row.cells[class_];
    if (source.empty()) fail(row, source_, "an empty source");
    if (kind == "group") {
      if (!name.empty()) fail(row, class_, "a group has no class; leave the cell empty");
      if (std::count(protocol.groups.begin(), protocol.groups.end(), source) > 0) fail(row, source_, "a group twice");
      protocol.groups.push_back(source);
      return;
    }
    const bool truth = kind == "truth" || kind == "both";
    const bool prediction = kind == "prediction" || kind == "both";
    if (!truth && !prediction) fail(row, kind_, "no kind of line; kinds are truth, prediction, both and group");
    const auto number = number_of(row, name, protocol);
    if (truth) add_word(row, protocol.truth, number);
    if (prediction) add_word(row, protocol.prediction, number);
  }

 private:
  [[noreturn]] void fail(const table::Row& row, std::size_t column, const char* reason) const {
    throw base::Error(table_.place(row, column), reason);
  }

  std::optional<std::size_t> number_of(const table::Row& row, const std::string& name, Protocol& protocol) const {
    if (name == left_out) return std::nullopt;
    if (name.empty()) fail(row, class_, "an empty class; write - for what is left out");
    const auto known = std::find(protocol.classes.begin(), protocol.classes.end(), name);
    const auto number = static_cast<std::size_t>(known - protocol.classes.begin());
    if (known == protocol.classes.end()) protocol.classes.push_back(name);
    if (protocol.classes.size() > most_classes) fail(row, class_, "more than 200 classes");
    return number;
  }

  void add_word(const table::Row& row, Protocol::Words& words, std::optional<std::size_t> number) const {
    if (!words.emplace(row.cells[source_], number).second) fail(row, source_, "a word twice for one kind");
  }

  table::Reader& table_;
  std::size_t kind_;
  std::size_t source_;
  std::size_t class_;
};

}  // namespace

Protocol read_protocol(table::Reader& table) {
  const Lines lines(table);
  Protocol protocol;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) break;
    lines.add(row, protocol);
  }
  if (protocol.classes.size() < 2) throw base::Error({table.name()}, "a protocol needs two classes or more");
  return protocol;
}

Protocol plain_protocol(const std::vector<std::string>& classes) {
  Protocol protocol;
  if (classes.size() > most_classes) throw base::UsageError("more than 200 classes");
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].empty()) throw base::UsageError("a class without a name; name classes such as normal,covid");
    if (!protocol.truth.emplace(classes[i], i).second) throw base::UsageError("a class is named twice; name each once");
  }
  protocol.classes = classes;
  protocol.prediction = protocol.truth;
  return protocol;
}

}  // namespace cxrval::eval_classes

// SPDX-License-Identifier: Apache-2.0
#include "table/block.hpp"

#include "table/csv.hpp"
#include "table/header.hpp"
#include "table/json_record.hpp"
#include "table/scan.hpp"
#include "table/utf8.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <stdexcept>
#include <vector>

namespace cxrval::table {

class BlockCursor::Impl {
 public:
  explicit Impl(const Block& block)
      : parts_(block.parts()),
        width_(parts_.header->columns.size()),
        cells_(width_),
        text_end_(parts_.texts.get()),
        line_(parts_.line) {}
  virtual ~Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bool next() {
    if (position_ == parts_.size) return false;
    const std::size_t begin = position_;
    record_.line = line_;
    reason_ = nullptr;
    column_ = 0;
    take();
    record_.raw = {bytes() + begin, position_ - begin};
    check();
    record_.cells = faulty() ? std::span<const std::string_view>() : std::span<const std::string_view>(cells_);
    return true;
  }

  bool faulty() const { return reason_ != nullptr; }
  const RecordView& record() const { return record_; }
  base::Fault fault() const { return {{parts_.header->name, record_.line, column_}, reason_}; }

 protected:
  // Moves behind the next record, whose cells or reason it finds.
  virtual void take() = 0;
  virtual void check() {}

  const char* bytes() const { return parts_.bytes.get(); }
  // Values are never longer than what they stand for.
  void write(std::string_view text) { text_end_ = std::copy(text.begin(), text.end(), text_end_); }

  const Block::Parts& parts_;
  const std::size_t width_;
  std::vector<std::string_view> cells_;
  char* text_end_;  // of the texts written so far
  std::size_t position_ = 0;
  std::size_t line_;
  RecordView record_;
  const char* reason_ = nullptr;
  std::size_t column_ = 0;
};

namespace {

class CsvCursor final : public BlockCursor::Impl {
 public:
  explicit CsvCursor(const Block& block)
      : Impl(block), marks_({bytes(), parts_.size}), all_utf8_(valid_utf8({bytes(), parts_.size})) {}

 private:
  void take() override {
    std::size_t begin = position_;
    count_ = 0;
    while (true) {
      const std::size_t mark = next_mark();
      const char* const at = bytes() + mark;
      if (*at == ',') {
        put({bytes() + begin, mark - begin});
        begin = mark + 1;
      } else if (*at == '\n') {
        const std::size_t end = mark > begin && at[-1] == '\r' ? mark - 1 : mark;
        put({bytes() + begin, end - begin});
        return end_record(mark);
      } else if (mark != begin) {
        return fail(quote_inside);
      } else {
        const auto end = take_quoted(mark + 1);
        if (!end) return fail(text_behind_quote);
        if (bytes()[*end] == '\n') return end_record(*end);
        begin = *end + 1;
      }
    }
  }

  void check() override {
    if (reason_ != nullptr) return;
    if (count_ < width_) reason_ = too_narrow;
    if (count_ > width_) reason_ = too_wide;
    if (reason_ == nullptr && !all_utf8_ && !valid_utf8(record_.raw)) reason_ = not_utf8;
  }

  std::size_t next_mark() {
    const std::size_t mark = marks_.next();
    if (mark >= parts_.size) throw std::logic_error("a block that does not end behind a record");
    return mark;
  }

  void put(std::string_view cell) {
    if (count_ < width_) cells_[count_] = cell;
    ++count_;
  }

  void end_record(std::size_t line_end) {
    position_ = line_end + 1;
    ++line_;
  }

  // The rest of the record cannot be trusted: it ends at the next line end.
  void fail(const char* reason) {
    reason_ = reason;
    column_ = count_ + 1;
    std::size_t mark = next_mark();
    while (bytes()[mark] != '\n') mark = next_mark();
    end_record(mark);
  }

  // The cell behind an opening quote; returns where its comma or line end stands, nothing for another byte.
  std::optional<std::size_t> take_quoted(std::size_t begin) {
    char* const text = text_end_;
    std::size_t mark = next_mark();
    while (bytes()[mark] != '"' || bytes()[mark + 1] == '"') {
      if (bytes()[mark] == '\n') ++line_;
      if (bytes()[mark] == '"') {
        write({bytes() + begin, mark + 1 - begin});
        begin = next_mark() + 1;
      }
      mark = next_mark();
    }
    const std::string_view rest(bytes() + begin, mark - begin);
    if (text_end_ != text) write(rest);
    const std::size_t behind = mark + (bytes()[mark + 1] == '\r' && bytes()[mark + 2] == '\n' ? 2 : 1);
    if (bytes()[behind] != ',' && bytes()[behind] != '\n') return std::nullopt;
    put(text_end_ == text ? rest : std::string_view(text, static_cast<std::size_t>(text_end_ - text)));
    return next_mark();
  }

  Marks<',', '"', '\n'> marks_;
  const bool all_utf8_;
  std::size_t count_ = 0;  // of cells
};

class JsonCursor final : public BlockCursor::Impl {
 public:
  using Impl::Impl;

 private:
  void take() override {
    const std::string_view rest(bytes() + position_, parts_.size - position_);
    const std::string_view line = rest.substr(0, rest.find('\n'));
    position_ += line.size() + 1;
    ++line_;
    const auto problem = json_.parse(line);
    reason_ = problem.reason;
    column_ = problem.column;
    if (faulty()) return;
    std::fill(cells_.begin(), cells_.end(), std::string_view());
    json_.each([this](std::size_t column, const std::string& value) {
      char* const text = text_end_;
      write(value);
      cells_[column] = {text, value.size()};
    });
  }

  JsonRecord json_{parts_.header->json_keys};
};

}  // namespace

BlockCursor::BlockCursor(const Block& block) {
  if (block.parts().header->is_json) {
    impl_ = std::make_unique<JsonCursor>(block);
  } else {
    impl_ = std::make_unique<CsvCursor>(block);
  }
}
BlockCursor::~BlockCursor() = default;

bool BlockCursor::next() {
  return impl_->next();
}
bool BlockCursor::faulty() const {
  return impl_->faulty();
}
const RecordView& BlockCursor::record() const {
  return impl_->record();
}
base::Fault BlockCursor::fault() const {
  return impl_->fault();
}

}  // namespace cxrval::table

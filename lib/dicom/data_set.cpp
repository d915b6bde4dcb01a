// SPDX-License-Identifier: Apache-2.0
#include "dicom/data_set.hpp"

#include "base/number.hpp"

#include <algorithm>

namespace cxrval::dicom {
namespace {

constexpr std::uint32_t undefined = 0xFFFFFFFF;
constexpr std::uint32_t item_tag = tag(0xFFFE, 0xE000);
constexpr std::uint32_t item_end_tag = tag(0xFFFE, 0xE00D);
constexpr std::uint32_t sequence_end_tag = tag(0xFFFE, 0xE0DD);
constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();
constexpr std::size_t deepest_level = 256;
constexpr std::size_t most_elements = 65536;              // of one data set, nested or not; a header has some hundred
constexpr std::size_t most_steps = std::size_t{1} << 22;  // in all that is nested; a DICOMDIR takes millions

struct Head {
  std::uint32_t tag = 0;
  std::array<char, 2> vr = {' ', ' '};
  std::uint32_t length = 0;
  std::size_t value = 0;  // where the value begins

  bool has_vr(std::string_view code) const { return std::string_view(vr.data(), vr.size()) == code; }
};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// PS3.5 section 7.1.2: these, and VRs yet to come, have two reserved bytes and a length of four.
bool has_long_length(std::string_view vr) {
  constexpr std::array<std::string_view, 21> short_ones = {"AE", "AS", "AT", "CS", "DA", "DS", "DT",
                                                           "FL", "FD", "IS", "LO", "LT", "PN", "SH",
                                                           "SL", "SS", "ST", "TM", "UI", "UL", "US"};
  return is_upper(vr[0]) && is_upper(vr[1]) && std::find(short_ones.begin(), short_ones.end(), vr) == short_ones.end();
}

// The head of the element that begins a range; nothing when it leaves it.
std::optional<Head> read_head(Buffer& buffer, Range range, Encoding encoding) {
  const std::size_t at = range.begin;
  if (at + 8 > range.end || !buffer.need(at + 8)) return std::nullopt;
  const bool big = encoding.big_endian;
  Head head;
  head.tag = tag(buffer.word16(at, big), buffer.word16(at + 2, big));
  head.value = at + 8;
  if (!encoding.explicit_vr || head.tag >> 16 == 0xFFFE) {
    head.length = buffer.word32(at + 4, big);
    return head;
  }
  const std::string_view vr = buffer.view(at + 4, 2);
  head.vr = {vr[0], vr[1]};
  if (!has_long_length(vr)) {
    head.length = buffer.word16(at + 6, big);
    return head;
  }
  if (at + 12 > range.end || !buffer.need(at + 12)) return std::nullopt;
  head.length = buffer.word32(at + 8, big);
  head.value = at + 12;
  return head;
}

// One level that is being stepped through.
struct Level {
  enum Kind { sequence, item, fragments } kind = sequence;
  std::size_t end = no_end;  // no_end: a delimiter ends it
  Encoding encoding;
  std::size_t elements = 0;  // of an item, that were stepped over
};

Level level_below(const Head& head, Encoding encoding) {
  if (head.has_vr("UN")) return {Level::sequence, no_end, {false, encoding.big_endian}};  // PS3.5 section 6.2.2
  const bool datasets = !encoding.explicit_vr || head.has_vr("SQ");
  return {datasets ? Level::sequence : Level::fragments, no_end, encoding};
}

// Finds the end of nested data sets with a list of open levels instead of the call stack.
class Stepper {
 public:
  // What is looked for must end by the range's end: nothing behind it is read. `steps` counts on from one to the next.
  Stepper(Buffer& buffer, Range range, const Level& outermost, std::size_t& steps)
      : buffer_(buffer), at_(range.begin), limit_(range.end), steps_(steps), levels_{outermost} {}

  std::optional<std::size_t> end() {
    while (!levels_.empty()) {
      if (++steps_ > most_steps) return std::nullopt;
      const Level level = levels_.back();
      if (level.end != no_end && at_ >= level.end) {
        if (at_ > level.end) return std::nullopt;
        levels_.pop_back();
      } else if (!(level.kind == Level::item ? step_in_item(level) : step_in_sequence(level))) {
        return std::nullopt;
      }
    }
    return at_;
  }

 private:
  bool skip_value(const Head& head) {
    at_ = head.value + head.length;
    return head.length != undefined && at_ <= limit_ && buffer_.need(at_);
  }

  bool open(const Level& level, std::size_t at) {
    at_ = at;
    levels_.push_back(level);
    return levels_.size() <= deepest_level;
  }

  bool close(const Level& level, std::size_t at) {
    at_ = at;
    levels_.pop_back();
    return level.end == no_end;
  }

  bool step_in_sequence(const Level& level) {
    const std::optional<Head> head = head_here(level.encoding);
    if (!head) return false;
    if (head->tag == sequence_end_tag) return close(level, head->value);
    if (head->tag != item_tag) return false;
    if (level.kind == Level::fragments) return skip_value(*head);
    const std::size_t end = head->length == undefined ? no_end : head->value + head->length;
    return open({Level::item, end, level.encoding}, head->value);
  }

  bool step_in_item(const Level& level) {
    const std::optional<Head> head = head_here(level.encoding);
    if (!head) return false;
    if (head->tag == item_end_tag) return close(level, head->value);
    if (head->tag >> 16 == 0xFFFE || ++levels_.back().elements > most_elements) return false;
    if (head->length != undefined) return skip_value(*head);
    return open(level_below(*head, level.encoding), head->value);
  }

  std::optional<Head> head_here(Encoding encoding) { return read_head(buffer_, {at_, limit_}, encoding); }

  Buffer& buffer_;
  std::size_t at_;
  std::size_t limit_;
  std::size_t& steps_;
  std::vector<Level> levels_;
};

bool is_pixels(std::uint32_t t) {
  return t == tag(0x7FE0, 0x0008) || t == tag(0x7FE0, 0x0009) || t == tag(0x7FE0, 0x0010);
}

}  // namespace

bool looks_explicit(Buffer& buffer, std::size_t at) {
  if (!buffer.need(at + 6)) return false;
  const std::string_view vr = buffer.view(at + 4, 2);
  return is_upper(vr[0]) && is_upper(vr[1]);
}

Outcome<std::vector<Element>> read_elements(Buffer& buffer, Range range, Encoding encoding, bool until_pixels) {
  constexpr std::size_t usual_elements = 96;
  std::vector<Element> elements;
  elements.reserve(usual_elements);
  std::size_t at = range.begin;
  std::size_t steps = 0;
  while (at < range.end) {
    if (range.end == no_end && at < buffer.limit() && !buffer.need(at + 1)) break;  // the file ends here
    const std::optional<Head> head = read_head(buffer, {at, range.end}, encoding);
    if (!head || head->tag >> 16 == 0xFFFE || elements.size() == most_elements) return tl::unexpected(damaged);
    Element element{head->tag, head->vr, head->length == undefined, head->value, head->length};
    if (until_pixels && is_pixels(head->tag)) {
      if (element.undefined_length) element.length = 0;
      elements.push_back(element);
      break;
    }
    if (element.undefined_length) {
      const std::optional<std::size_t> end =
          Stepper(buffer, {head->value, range.end}, level_below(*head, encoding), steps).end();
      if (!end) return tl::unexpected(damaged);
      element.length = *end - head->value;
    }
    at = element.begin + element.length;
    if (at > range.end || !buffer.need(at)) return tl::unexpected(damaged);
    elements.push_back(element);
  }
  return elements;
}

Encoding encoding_below(const Element& sequence, Encoding encoding) {
  if (sequence.has_vr("UN")) encoding.explicit_vr = false;
  return encoding;
}

Outcome<std::vector<Range>> items_of(Buffer& buffer, const Element& sequence, Encoding encoding, std::size_t most) {
  encoding = encoding_below(sequence, encoding);
  const std::size_t end = sequence.begin + sequence.length;
  std::vector<Range> items;
  std::size_t at = sequence.begin;
  std::size_t steps = 0;
  while (items.size() < most && at + 8 <= end) {
    const std::optional<Head> head = read_head(buffer, {at, end}, encoding);
    if (head && head->tag == sequence_end_tag) break;
    if (!head || head->tag != item_tag) return tl::unexpected(damaged);
    if (head->length != undefined) {
      if (head->length > end - head->value) return tl::unexpected(damaged);
      at = head->value + head->length;
      items.push_back({head->value, at});
      continue;
    }
    const Level level{Level::item, no_end, encoding};
    const std::optional<std::size_t> item_end = Stepper(buffer, {head->value, end}, level, steps).end();
    if (!item_end) return tl::unexpected(damaged);
    items.push_back({head->value, *item_end - 8});
    at = *item_end;
  }
  return items;
}

Outcome<std::optional<Range>> first_item(Buffer& buffer, const Element& sequence, Encoding encoding) {
  const Outcome<std::vector<Range>> items = items_of(buffer, sequence, encoding, 1);
  if (!items) return tl::unexpected(items.error());
  return items->empty() ? std::nullopt : std::optional(items->front());
}

Outcome<MetaInformation> read_meta(Buffer& buffer, std::size_t begin) {
  MetaInformation meta;
  meta.end = begin;
  while (buffer.need(meta.end + 2) && buffer.word16(meta.end, false) == 0x0002) {
    const std::optional<Head> head = read_head(buffer, {meta.end}, {looks_explicit(buffer, meta.end), false});
    if (!head || head->length == undefined) return tl::unexpected(damaged);
    meta.end = head->value + head->length;
    if (!buffer.need(meta.end)) return tl::unexpected(damaged);
    meta.elements.push_back({head->tag, head->vr, false, head->value, head->length});
  }
  return meta;
}

const Element* DataSet::find(std::uint32_t wanted) const {
  const auto found = std::find_if(elements_.begin(), elements_.end(),
                                  [wanted](const Element& element) { return element.tag == wanted; });
  return found == elements_.end() ? nullptr : &*found;
}

std::string_view DataSet::bytes(std::uint32_t wanted) const {
  const Element* element = find(wanted);
  return element == nullptr ? std::string_view() : buffer_->view(element->begin, element->length);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view pads(" \0", 2);
  const std::size_t first = text.find_first_not_of(pads);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(pads) - first + 1);
}

std::string_view DataSet::trimmed(std::uint32_t wanted) const {
  return trim(bytes(wanted));
}

std::optional<std::uint16_t> DataSet::word(std::uint32_t wanted, std::size_t index) const {
  const Element* element = find(wanted);
  if (element == nullptr || element->length / 2 <= index) return std::nullopt;
  return buffer_->word16(element->begin + 2 * index, encoding_.big_endian);
}

std::optional<std::vector<double>> DataSet::numbers(std::uint32_t wanted) const {
  std::vector<double> values;
  std::string_view rest = bytes(wanted);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\\'), rest.size());
    std::string_view part = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.starts_with('+')) part.remove_prefix(1);
    if (part.empty()) continue;
    const std::optional<double> value = base::parse_real(part);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

}  // namespace cxrval::dicom

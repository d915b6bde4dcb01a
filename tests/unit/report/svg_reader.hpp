// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/number.hpp"
#include "report/text_width.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::report::test {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;  // directly inside it, without references

  double number(const std::string& attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? 0 : base::parse_real(found->second).value();
  }
};

// The elements of a well-formed document in the order of their start tags. Throws for what XML 1.0 does not allow, as
// far as a figure could have it: unclosed or crossed tags, attributes given twice, unknown references, control
// characters.
class SvgReader {
 public:
  explicit SvgReader(std::string_view xml) : xml_(xml) {
    if (xml_.substr(0, 5) == "<?xml") at_ = find("?>") + 2;
    while (at_ < xml_.size()) step();
    if (!open_.empty()) throw std::runtime_error("an element is not closed");
    if (roots_ != 1) throw std::runtime_error("not one root");
  }

  const std::vector<Element>& elements() const { return elements_; }

  std::vector<Element> named(const std::string& name) const {
    std::vector<Element> found;
    for (const Element& element : elements_) {
      if (element.name == name) found.push_back(element);
    }
    return found;
  }

 private:
  std::size_t find(std::string_view what) const {
    const std::size_t found = xml_.find(what, at_);
    if (found == std::string_view::npos) throw std::runtime_error("no " + std::string(what));
    return found;
  }

  void step() {
    if (xml_[at_] != '<') {
      const std::size_t end = std::min(xml_.find('<', at_), xml_.size());
      const std::string text = plain(xml_.substr(at_, end - at_));
      at_ = end;
      if (!open_.empty()) {
        elements_[open_.back()].text += text;
      } else if (text.find_first_not_of("\n") != std::string::npos) {
        throw std::runtime_error("text outside the root");
      }
      return;
    }
    const std::size_t end = find(">");
    std::string_view tag = xml_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (tag.front() == '/') return close(tag.substr(1));
    const bool closed = tag.back() == '/';
    if (closed) tag.remove_suffix(1);
    open(tag);
    if (closed) open_.pop_back();
  }

  void open(std::string_view tag) {
    Element element;
    std::size_t at = std::min(tag.find(' '), tag.size());
    element.name = tag.substr(0, at);
    while (at < tag.size()) {
      const std::size_t equals = tag.find("=\"", at);
      const std::size_t end = equals == std::string_view::npos ? equals : tag.find('"', equals + 2);
      if (tag[at] != ' ' || end == std::string_view::npos) throw std::runtime_error("bad attribute");
      const std::string name(tag.substr(at + 1, equals - at - 1));
      const std::string value = plain(tag.substr(equals + 2, end - equals - 2));
      if (name.find_first_of(" <>&'\"") != std::string::npos) throw std::runtime_error("bad attribute name");
      if (!element.attributes.emplace(name, value).second) throw std::runtime_error("attribute given twice");
      at = end + 1;
    }
    if (open_.empty()) ++roots_;
    open_.push_back(elements_.size());
    elements_.push_back(std::move(element));
  }

  void close(std::string_view name) {
    if (open_.empty() || elements_[open_.back()].name != name) throw std::runtime_error("crossed tags");
    open_.pop_back();
  }

  static std::string plain(std::string_view text) {
    static const std::map<std::string, char, std::less<>> references{
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"#39", '\''}};
    std::string read;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char character = text[at];
      if (static_cast<unsigned char>(character) < 0x20 && character != '\n' && character != '\t') {
        throw std::runtime_error("control character");
      }
      if (character == '<') throw std::runtime_error("bare <");
      if (character != '&') {
        read += character;
        continue;
      }
      const std::size_t end = text.find(';', at);
      if (end == std::string_view::npos) throw std::runtime_error("bare &");
      read += references.at(std::string(text.substr(at + 1, end - at - 1)));
      at = end;
    }
    return read;
  }

  std::string_view xml_;
  std::size_t at_ = 0;
  int roots_ = 0;
  std::vector<Element> elements_;
  std::vector<std::size_t> open_;
};

struct TextBox {
  std::string text;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  bool meets(const TextBox& other) const {
    constexpr double slack = 0.1;
    return left + slack < other.right && other.left + slack < right && top + slack < other.bottom &&
           other.top + slack < bottom;
  }
};

// Where each <text> stands by its estimated width, from the height of its capitals to its descenders.
inline std::vector<TextBox> text_boxes(const SvgReader& svg) {
  std::vector<TextBox> boxes;
  for (const Element& element : svg.named("text")) {
    const double size = element.number("font-size");
    const double width = text_width(element.text, size, element.attributes.count("font-weight") > 0);
    const auto anchor = element.attributes.find("text-anchor");
    double left = element.number("x");
    if (anchor != element.attributes.end()) left -= anchor->second == "middle" ? width / 2 : width;
    const double base = element.number("y");
    boxes.push_back({element.text, left, base - size * 0.75, left + width, base + size * 0.22});
  }
  return boxes;
}

}  // namespace cxrval::report::test

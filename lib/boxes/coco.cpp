// SPDX-License-Identifier: Apache-2.0
#include "boxes/coco.hpp"

#include "base/error.hpp"

#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::boxes {
namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longest_value = std::size_t{64} << 20;

// The bytes of a source, one ahead of what the parser has, with the place of the last one that it has.
class Text {
 public:
  explicit Text(base::ByteSource& source) : source_(source), buffer_(1 << 16) { advance(); }

  bool at_end() const { return at_end_; }
  char byte() const { return byte_; }
  base::Place place() const { return {source_.name(), taken_line_, taken_column_}; }
  void begin_value() { since_event_ = 0; }

  void advance() {
    taken_line_ = line_;
    taken_column_ = column_;
    if (next_ == size_) {
      size_ = source_.read(buffer_.data(), buffer_.size());
      next_ = 0;
      if (size_ == 0) {
        at_end_ = true;
        return;
      }
    }
    if (byte_ == '\n') {
      ++line_;
      column_ = 0;
    }
    byte_ = buffer_[next_++];
    ++column_;
    if (++since_event_ > longest_value) throw base::Error(place(), "a value of more than 64 MiB");
  }

 private:
  base::ByteSource& source_;
  std::vector<char> buffer_;
  std::size_t size_ = 0;
  std::size_t next_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 0;
  std::size_t taken_line_ = 1;
  std::size_t taken_column_ = 0;
  std::size_t since_event_ = 0;
  char byte_ = 0;
  bool at_end_ = false;
};

// What the parser reads from; equal to another when both are at the end.
class TextIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  TextIterator() = default;
  explicit TextIterator(Text& text) : text_(&text) {}
  char operator*() const { return text_->byte(); }
  TextIterator& operator++() {
    text_->advance();
    return *this;
  }
  void operator++(int) { text_->advance(); }
  bool operator==(const TextIterator& other) const { return ends() == other.ends(); }

 private:
  bool ends() const { return text_ == nullptr || text_->at_end(); }

  Text* text_ = nullptr;
};

enum class List { none, images, categories, boxes };

List list_named(std::string_view key) {
  return key == "images"        ? List::images
         : key == "categories"  ? List::categories
         : key == "annotations" ? List::boxes
                                : List::none;
}

// The members of an element that matter.
struct Element {
  base::Place place;
  std::optional<std::string> id;
  std::optional<std::string> image_id;
  std::optional<std::string> category_id;
  std::string file_name;
  std::string name;
  std::optional<double> width;
  std::optional<double> height;
  std::optional<double> score;
  std::vector<double> bbox;
  bool crowd = false;
  const char* fault = nullptr;
};

class Handler : public nlohmann::json_sax<nlohmann::json> {
 public:
  Handler(Text& text, CocoFile& file) : text_(text), file_(file) {}

  bool null() override {
    const bool no_size = in_element() && (key_ == "width" || key_ == "height");
    return no_size ? step() : other("a member is null");
  }
  bool boolean(bool value) override {
    if (in_element() && key_ == "iscrowd") element_.crowd = value;
    return in_element() && key_ == "iscrowd" ? step() : other("a member is true or false");
  }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value), std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value), std::to_string(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return number(value, ""); }
  bool string(string_t& value) override {
    if (!in_element()) return other("a member is text");
    if (key_ == "file_name") element_.file_name = value;
    if (key_ == "name") element_.name = value;
    if (key_ == "id") element_.id = value;
    if (key_ == "image_id") element_.image_id = value;
    if (key_ == "category_id") element_.category_id = value;
    if (key_ == "width" || key_ == "height" || key_ == "score" || key_ == "bbox" || key_ == "iscrowd") {
      element_.fault = "a number is given as text";
    }
    return step();
  }
  bool binary(binary_t&) override { return step(); }

  bool start_object(std::size_t) override {
    ++depth_;
    if (list_ != List::none && depth_ == element_depth_) {
      element_ = {};
      element_.place = text_.place();
    } else if (depth_ == element_depth_ + 1 && list_ != List::none && in_box_) {
      element_.fault = "bbox is not four numbers";
    }
    return enter();
  }
  bool key(string_t& value) override {
    if (depth_ == 1 || in_element()) key_ = value;
    return step();
  }
  bool end_object() override {
    if (list_ != List::none && depth_ == element_depth_) finish();
    if (depth_ == 1 && !has_boxes_) fail("no COCO file: an object without a list of annotations");
    --depth_;
    return step();
  }
  bool start_array(std::size_t) override {
    ++depth_;
    if (depth_ == 1)
      open(List::boxes);
    else if (depth_ == 2 && list_ == List::none)
      open(list_named(key_));
    else if (depth_ == element_depth_ + 1 && list_ == List::boxes && key_ == "bbox")
      in_box_ = true;
    else if (in_box_)
      element_.fault = "bbox is not four numbers";
    else if (list_ != List::none && depth_ == element_depth_)
      refuse_element();
    return enter();
  }
  bool end_array() override {
    if (in_box_ && depth_ == element_depth_ + 1) in_box_ = false;
    if (list_ != List::none && depth_ + 1 == element_depth_) list_ = List::none;
    --depth_;
    return step();
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    throw base::Error(text_.place(), text_.at_end() ? "the JSON was cut short" : "no JSON");
  }

 private:
  bool in_element() const { return list_ != List::none && depth_ == element_depth_; }

  bool step() {
    text_.begin_value();
    return true;
  }
  bool enter() {
    if (depth_ > deepest) fail("JSON that is nested more than 64 deep");
    return step();
  }
  [[noreturn]] void fail(const char* reason) const { throw base::Error(text_.place(), reason); }

  void open(List list) {
    list_ = list;
    element_depth_ = depth_ + 1;
    if (list == List::images) file_.has_images = true;
    if (list == List::boxes) has_boxes_ = true;
  }

  // A value that no element can have there; elsewhere it is read over.
  bool other(const char* reason) {
    if (depth_ == 0) fail("no COCO file: neither an object nor a list");
    if (in_box_) element_.fault = "bbox is not four numbers";
    if (list_ != List::none && depth_ + 1 == element_depth_) refuse_element();
    const bool needed = key_ == "image_id" || key_ == "category_id" || key_ == "id" || key_ == "score" ||
                        key_ == "bbox" || key_ == "width" || key_ == "height";
    if (in_element() && needed && key_ != "id") element_.fault = reason;
    return step();
  }

  bool number(double value, std::string digits) {
    if (in_box_ && depth_ == element_depth_ + 1) {
      if (element_.bbox.size() == 4)
        element_.fault = "bbox is not four numbers";
      else
        element_.bbox.push_back(value);
      return step();
    }
    if (!in_element()) return other("a member is a number");
    if (key_ == "width") element_.width = value;
    if (key_ == "height") element_.height = value;
    if (key_ == "score") element_.score = value;
    if (key_ == "iscrowd") element_.crowd = value != 0;
    const bool is_id = key_ == "id" || key_ == "image_id" || key_ == "category_id";
    if (is_id && digits.empty()) element_.fault = "an id is neither text nor a whole number";
    if (key_ == "id")
      element_.id = std::move(digits);
    else if (key_ == "image_id")
      element_.image_id = std::move(digits);
    else if (key_ == "category_id")
      element_.category_id = std::move(digits);
    return step();
  }

  void refuse_element() {
    if (list_ != List::boxes) fail("an image or a category is no object");
    file_.faults.push_back({text_.place(), "an annotation is no object"});
  }

  void finish() {
    if (list_ == List::boxes) {
      finish_box();
      return;
    }
    if (element_.fault != nullptr || !element_.id) {
      throw base::Error(element_.place,
                        element_.fault != nullptr ? element_.fault : "an image or a category has no id");
    }
    if (list_ == List::categories) {
      file_.categories.push_back({*element_.id, element_.name, element_.place.line, element_.place.column});
      return;
    }
    CocoImage image{*element_.id, element_.file_name, std::nullopt, element_.place.line, element_.place.column};
    if (element_.width && element_.height && *element_.width > 0 && *element_.height > 0) {
      image.size = Extent{*element_.width, *element_.height};
    }
    file_.images.push_back(std::move(image));
  }

  void finish_box() {
    const char* fault = element_.fault;
    if (fault == nullptr && !element_.image_id) fault = "no image_id";
    if (fault == nullptr && !element_.category_id) fault = "no category_id";
    if (fault == nullptr && element_.bbox.size() != 4) fault = "bbox is not four numbers";
    if (fault == nullptr && !(element_.bbox[2] > 0 && element_.bbox[3] > 0)) fault = "box has no inside";
    if (fault != nullptr) {
      file_.faults.push_back({element_.place, fault});
      return;
    }
    const Box box{element_.bbox[0], element_.bbox[1], element_.bbox[0] + element_.bbox[2],
                  element_.bbox[1] + element_.bbox[3]};
    file_.boxes.push_back({*element_.image_id, *element_.category_id, box, element_.score, element_.crowd,
                           element_.place.line, element_.place.column});
  }

  Text& text_;
  CocoFile& file_;
  std::size_t depth_ = 0;
  std::size_t element_depth_ = 0;
  List list_ = List::none;
  bool in_box_ = false;
  bool has_boxes_ = false;
  std::string key_;
  Element element_;
};

}  // namespace

CocoFile read_coco(base::ByteSource& source) {
  CocoFile file;
  file.source = source.name();
  Text text(source);
  Handler handler(text, file);
  nlohmann::json::sax_parse(TextIterator(text), TextIterator(), &handler);
  return file;
}

}  // namespace cxrval::boxes

// SPDX-License-Identifier: Apache-2.0
#include "image/run_length.hpp"

#include "catch.hpp"
#include "image/pixel_set.hpp"

#include <random>
#include <string>
#include <vector>

using namespace cxrval::image;
using Form = RunLengthForm;

namespace {

// A mask as its pixels down the columns.
using Pixels = std::vector<int>;

Mask from_columns(const Pixels& pixels, int width, int height) {
  Mask mask = empty_mask(width, height);
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) {
      mask.values[static_cast<std::size_t>(y * width + x)] =
          static_cast<std::uint8_t>(pixels[static_cast<std::size_t>(x * height + y)]);
    }
  }
  return mask;
}

// Lengths of equal pixels in turn, beginning outside.
std::vector<long> coco_counts(const Pixels& pixels) {
  std::vector<long> counts{0};
  int value = 0;
  for (const int pixel : pixels) {
    if (pixel != value) {
      value = pixel;
      counts.push_back(0);
    }
    ++counts.back();
  }
  return counts;
}

std::string coco_text(const Pixels& pixels) {
  std::string text;
  for (const long count : coco_counts(pixels)) text += std::to_string(count) + ' ';
  return text;
}

// As maskApi.c's rleToString is described: five bits a character.
std::string compressed_text(const Pixels& pixels) {
  const std::vector<long> counts = coco_counts(pixels);
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    long rest = counts[i] - (i > 2 ? counts[i - 2] : 0);
    for (bool more = true; more;) {
      long group = rest & 31;
      rest >>= 5;
      more = (group & 16) != 0 ? rest != -1 : rest != 0;
      if (more) group |= 32;
      text += static_cast<char>(group + 48);
    }
  }
  return text;
}

std::string pairs_text(const Pixels& pixels, bool relative) {
  std::string text;
  std::size_t end = 0;
  for (std::size_t i = 0; i < pixels.size();) {
    std::size_t stop = i;
    while (stop < pixels.size() && pixels[stop] == 1) ++stop;
    if (stop == i) {
      ++i;
      continue;
    }
    text += std::to_string(relative ? i - end : i + 1) + ' ' + std::to_string(stop - i) + ' ';
    end = i = stop;
  }
  return text;
}

std::string reason(std::string_view text, Form form, int width = 4, int height = 3) {
  const auto mask = decode_run_length(text, form, width, height);
  return mask ? "no fault" : mask.error().reason;
}

}  // namespace

TEST_CASE("every form of run-length code gives the pixels that were coded") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const int width = 1 + static_cast<int>(random() % 40);
    const int height = 1 + static_cast<int>(random() % 40);
    Pixels pixels(static_cast<std::size_t>(width * height));
    const unsigned change = 1 + static_cast<unsigned>(random() % 60);
    int value = static_cast<int>(random() % 2);
    for (int& pixel : pixels) pixel = value = random() % change == 0 ? 1 - value : value;
    const Mask expected = from_columns(pixels, width, height);
    const auto same = [&](const std::string& text, Form form) {
      const auto mask = decode_run_length(text, form, width, height);
      REQUIRE(mask.has_value());
      CHECK(mask->width == width);
      CHECK(mask->values == expected.values);
    };
    same(coco_text(pixels), Form::coco);
    same(compressed_text(pixels), Form::coco_compressed);
    same(pairs_text(pixels, false), Form::kaggle);
    same(pairs_text(pixels, true), Form::siim);
  }
}

TEST_CASE("runs go down the columns") {
  const std::vector<std::uint8_t> two{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};  // 4 wide, 3 high: second column, two rows
  CHECK(decode_run_length("3 2 7", Form::coco, 4, 3)->values == two);
  CHECK(decode_run_length("[3, 2, 7]", Form::coco, 4, 3)->values == two);
  CHECK(decode_run_length("327", Form::coco_compressed, 4, 3)->values == two);
  CHECK(decode_run_length("4 2", Form::kaggle, 4, 3)->values == two);
  CHECK(decode_run_length("3 2", Form::siim, 4, 3)->values == two);
}

TEST_CASE("an empty mask has a code of its own in each form") {
  const std::vector<std::uint8_t> none(12);
  CHECK(decode_run_length("12", Form::coco, 4, 3)->values == none);
  CHECK(decode_run_length("", Form::kaggle, 4, 3)->values == none);
  CHECK(decode_run_length(" ", Form::siim, 4, 3)->values == none);
  CHECK(decode_run_length("-1", Form::siim, 4, 3)->values == none);
  CHECK(reason("-1", Form::kaggle) == "run-length code has a start without a length");
  CHECK(reason("", Form::coco) == "runs do not fill the image");
  CHECK(reason("", Form::coco_compressed) == "runs do not fill the image");
}

TEST_CASE("a faulty run-length code has a reason") {
  CHECK(reason("3 2 6", Form::coco) == "runs do not fill the image");
  CHECK(reason("3 2 8", Form::coco) == "runs leave the image");
  CHECK(reason("3 13 1", Form::coco) == "runs leave the image");
  CHECK(reason("3 -2 11", Form::coco) == "run-length code has a negative run");
  CHECK(reason("3 x 7", Form::coco) == "run-length code has something that is no number");
  CHECK(reason("3 2.0 7", Form::coco) == "run-length code has something that is no number");
  CHECK(reason("99999999999999999999", Form::coco) == "run-length code has something that is no number");
  CHECK(reason("9223372036854775807 9223372036854775807", Form::coco) == "runs leave the image");
  CHECK(reason("0 2", Form::kaggle) == "run-length code has a negative run");
  CHECK(reason("4 2 5 1", Form::kaggle) == "runs overlap or are not in order");
  CHECK(reason("12 2", Form::kaggle) == "runs leave the image");
  CHECK(reason("4 2 8", Form::kaggle) == "run-length code has a start without a length");
  CHECK(reason("3 -2", Form::siim) == "run-length code has a negative run");
  CHECK(reason("3 2 7 1", Form::siim) == "runs leave the image");
  CHECK(reason("32P", Form::coco_compressed) == "run-length code is cut off");
  CHECK(reason("3 7", Form::coco_compressed) == "run-length code has something that is no number");
  CHECK(reason("PPPPPPPPP0", Form::coco_compressed) == "run-length code has something that is no number");
  CHECK(reason("O", Form::coco_compressed) == "run-length code has a negative run");
  CHECK(reason("12", Form::coco, 0, 3) == "rows or columns are zero");
  CHECK(reason("", Form::kaggle, 65535, 65535) == "run-length code is larger than 134217728 pixels");
}

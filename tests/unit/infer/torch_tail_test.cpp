// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_tail.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "catch.hpp"
#include "infer/plan.hpp"
#include "infer/torch_model.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

struct Both {
  std::unique_ptr<Model> planned;
  std::unique_ptr<Model> libtorch;
};

Both load(const std::string& name, const BatchShape& shape) {
  const std::string file = std::string(CXRVAL_TEST_DATA) + "/" + name;
  const std::string bytes = base::read_all(*base::open_source(file), 1 << 20);
  return {load_planned_model(bytes, name, shape), load_torch_model(bytes, name, shape)};
}

std::vector<float> images(std::size_t count) {
  std::vector<float> values(count * 256);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>((i * 37 + i / 256 * 11) % 101) / 25 - 2;
  return values;
}

void check_equal(const std::vector<Tensor>& found, const std::vector<Tensor>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    CHECK(found[k].shape == expected[k].shape);
    REQUIRE(found[k].values.size() == expected[k].values.size());
    for (std::size_t i = 0; i < found[k].values.size(); ++i) {
      CHECK(found[k].values[i] == approx(expected[k].values[i]).epsilon(1e-5).margin(1e-5));
    }
  }
}

}  // namespace

TEST_CASE("what stands behind a plan is run by LibTorch and gives what the whole graph gives") {
  const Both models = load("rows.pt", {3, 1, 16, 16});
  if (Plan::is_supported()) {
    CHECK_THAT(models.planned->engine(), contains("oneDNN plan (LibTorch " + torch_version() + " runs "));
  }
  const std::vector<Tensor> expected = models.libtorch->run(images(3));
  REQUIRE(expected.size() == 3);
  CHECK(expected[0].shape == std::vector<std::int64_t>{3, 2 * (64 + 16), 7});
  CHECK(expected[1].shape == std::vector<std::int64_t>{3, 14, 4, 4});
  CHECK(expected[2].shape == std::vector<std::int64_t>{3, 14});
  for (int i = 0; i < 2; ++i) check_equal(models.planned->run(images(3)), expected);
}

TEST_CASE("what an image gives behind a plan depends neither on its batch nor on other threads") {
  const auto model = load("rows.pt", {3, 1, 16, 16}).planned;
  const std::vector<Tensor> together = model->run(images(3));
  const auto single = load("rows.pt", {1, 1, 16, 16}).planned;
  const std::vector<float> all = images(3);
  const std::vector<Tensor> alone = single->run({all.begin() + 256, all.begin() + 512});
  for (std::size_t k = 0; k < alone.size() && Plan::is_supported(); ++k) {
    const std::vector<float>& values = together[k].values;
    const auto length = static_cast<std::ptrdiff_t>(alone[k].values.size());
    CHECK(alone[k].values == std::vector<float>(values.begin() + length, values.begin() + 2 * length));
  }
  std::array<std::vector<Tensor>, 4> found;
  std::vector<std::thread> threads;
  for (std::vector<Tensor>& outputs : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) outputs = model->run(all);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Tensor>& outputs : found) {
    REQUIRE(outputs.size() == together.size());
    for (std::size_t k = 0; k < outputs.size(); ++k) CHECK(outputs[k].values == together[k].values);
  }
}

TEST_CASE("a graph whose end LibTorch may not run alone has no plan, and the reason begins with the first operator") {
  struct Case {
    const char* file;
    const char* reason;
    bool has_equal = true;  // results twice
  };
  const Case cases[] = {
      {"convolution_behind.pt", "(no plan: aten::abs, and behind it aten::"},
      {"writes_over_an_image.pt", "(no plan: a view of another shape, and behind it aten::mul_ of a value that is not"},
      {"image_written_later.pt", "(no plan: aten::mul_ of a value that has a view)"},
      {"writes_over_a_constant.pt", "(no plan: a view of another shape, and behind it aten::add_ of a value that is"},
      {"constant_written_later.pt", "(no plan: aten::mul_ of a constant)"},
      {"over_the_images.pt", "(no plan: a view of another shape, and behind it aten::softmax over the images)"},
      {"mixes_images.pt", "(no plan: a view of another shape)"},
      {"by_chance.pt", "(no plan: a dropout in training)", false},
      {"logarithm.pt", "(no plan: aten::", false},
  };
  for (const Case& each : cases) {
    INFO(each.file);
    const Both models = load(each.file, {1, 1, 16, 16});
    if (Plan::is_supported()) CHECK_THAT(models.planned->engine(), contains(each.reason));
    if (each.has_equal) check_equal(models.planned->run(images(1)), models.libtorch->run(images(1)));
  }
}

TEST_CASE("what fails behind a plan for one image is an error that names the file") {
  const Both models = load("picked.pt", {1, 1, 16, 16});
  if (Plan::is_supported()) CHECK_THAT(models.planned->engine(), contains("runs 8 operators after it"));
  std::vector<float> image = images(1);
  image[0] = 5;
  image[2] = 0.5F;
  check_equal(models.planned->run(image), models.libtorch->run(image));
  image[0] = 128;
  CHECK_THROWS_AS(models.libtorch->run(image), base::Error);
  CHECK_THROWS_WITH(
      models.planned->run(image),
      contains("picked.pt: LibTorch " + torch_version() + " cannot run it (") && contains("out of bounds"));
  image[0] = 5;
  image[2] = -0.5F;
  if (Plan::is_supported()) CHECK_THROWS_WITH(models.planned->run(image), contains("the sizes of its results depend"));
}

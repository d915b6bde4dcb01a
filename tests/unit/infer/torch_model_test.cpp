// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_model.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "catch.hpp"
#include "infer/plan.hpp"

#include <unistd.h>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const std::string folder = CXRVAL_TEST_DATA;

std::unique_ptr<Model> load(const std::string& file, const BatchShape& shape) {
  const std::string bytes = base::read_all(*base::open_source(folder + "/" + file), 1 << 20);
  return load_torch_model(bytes, file, shape);
}

Tensor only(std::vector<Tensor> outputs) {
  REQUIRE(outputs.size() == 1);
  return std::move(outputs[0]);
}

// Ends the process when a forward never returns.
class Watchdog {
 public:
  Watchdog() { ::alarm(60); }
  ~Watchdog() { ::alarm(0); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
};

// The images that data/make_models.py ran through PyTorch.
std::vector<float> image(int n) {
  std::vector<float> pixels;
  for (int row = 0; row < 16; ++row) {
    for (int column = 0; column < 16; ++column) {
      pixels.push_back(static_cast<float>((row * 7 + column * 3 + n * 5) % 11) / 10 * static_cast<float>(n + 1));
    }
  }
  return pixels;
}

std::vector<float> batch_of(const std::vector<int>& images) {
  std::vector<float> batch;
  for (const int n : images) {
    const std::vector<float> pixels = image(n);
    batch.insert(batch.end(), pixels.begin(), pixels.end());
  }
  return batch;
}

constexpr std::array<float, 4> pytorch_logits{-0.517751455F, -0.874414325F, -1.24019051F, -1.44224763F};

}  // namespace

TEST_CASE("a model runs three times and gives PyTorch's logits each time") {
  const Watchdog watchdog;
  const auto model = load("convolutions.pt", {4, 1, 16, 16});
  for (int i = 0; i < 3; ++i) {
    const Tensor output = only(model->run(batch_of({0, 1, 2, 3})));
    CHECK(output.shape == std::vector<std::int64_t>{4, 1});
    REQUIRE(output.values.size() == 4);
    for (std::size_t n = 0; n < 4; ++n) CHECK(output.values[n] == approx(pytorch_logits[n]).margin(1e-5));
  }
}

TEST_CASE("an image's logit does not depend on its place in the batch or on the other images") {
  const Watchdog watchdog;
  const auto model = load("convolutions.pt", {4, 1, 16, 16});
  const std::vector<float> straight = only(model->run(batch_of({0, 1, 2, 3}))).values;
  const std::vector<float> turned = only(model->run(batch_of({3, 0, 0, 2}))).values;
  const std::array<std::size_t, 4> places{3, 0, 0, 2};
  REQUIRE(turned.size() == places.size());
  for (std::size_t i = 0; i < places.size(); ++i) CHECK(turned[i] == approx(straight[places[i]]).margin(1e-6));
}

TEST_CASE("a model is run from several threads at once") {
  const Watchdog watchdog;
  const auto model = load("convolutions.pt", {4, 1, 16, 16});
  const std::vector<float> expected = only(model->run(batch_of({0, 1, 2, 3}))).values;
  std::array<std::vector<float>, 4> found;
  std::vector<std::thread> threads;
  for (std::vector<float>& values : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) values = model->run(batch_of({0, 1, 2, 3})).at(0).values;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<float>& values : found) CHECK(values == expected);
}

TEST_CASE("a planned model gives PyTorch's logits, one image at a time, from several threads") {
  const Watchdog watchdog;
  const std::string bytes = base::read_all(*base::open_source(folder + "/convolutions.pt"), 1 << 20);
  const auto model = load_planned_model(bytes, "convolutions.pt", {4, 1, 16, 16});
  if (Plan::is_supported()) CHECK(model->engine() == "oneDNN plan");
  const Tensor output = only(model->run(batch_of({0, 1, 2, 3})));
  CHECK(output.shape == std::vector<std::int64_t>{4, 1});
  for (std::size_t n = 0; n < 4; ++n) CHECK(output.values[n] == approx(pytorch_logits[n]).margin(1e-5));
  const auto single = load_planned_model(bytes, "convolutions.pt", {1, 1, 16, 16});
  if (Plan::is_supported()) CHECK(only(single->run(image(2))).values[0] == output.values[2]);
  std::array<std::vector<float>, 3> found;
  std::vector<std::thread> threads;
  for (std::vector<float>& values : found) {
    threads.emplace_back([&] { values = model->run(batch_of({0, 1, 2, 3})).at(0).values; });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<float>& values : found) CHECK(values == output.values);
}

TEST_CASE("a planned model unpools to where the maxima were") {
  const std::string bytes = base::read_all(*base::open_source(folder + "/unpools.pt"), 1 << 20);
  for (const int side : {16, 15}) {
    const BatchShape shape{1, 1, side, side};
    const auto model = load_planned_model(bytes, "unpools.pt", shape);
    if (Plan::is_supported()) CHECK(model->engine() == "oneDNN plan");
    std::vector<float> pixels = image(1);
    pixels.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    const Tensor found = only(model->run(pixels));
    const Tensor expected = only(load_torch_model(bytes, "unpools.pt", shape)->run(pixels));
    CHECK(found.shape == expected.shape);
    REQUIRE(found.values.size() == expected.values.size());
    for (std::size_t i = 0; i < found.values.size(); ++i) {
      CHECK(found.values[i] == approx(expected.values[i]).epsilon(1e-4).margin(1e-5));
    }
  }
}

TEST_CASE("what has no plan is run by LibTorch, and why is said") {
  const std::string bytes = base::read_all(*base::open_source(folder + "/logarithm.pt"), 1 << 20);
  const auto model = load_planned_model(bytes, "logarithm.pt", {2, 1, 8, 8});
  CHECK_THAT(model->engine(), contains("LibTorch " + torch_version() + " (no plan: "));
  const std::vector<float> input(2 * 64, 1.5F);
  const auto expected = load_torch_model(bytes, "logarithm.pt", {2, 1, 8, 8});
  CHECK(only(model->run(input)).values == only(expected->run(input)).values);
}

TEST_CASE("a plan is refused to what writes over a value of which there is a view") {
  const std::string bytes = base::read_all(*base::open_source(folder + "/writes_under_a_view.pt"), 1 << 20);
  const auto model = load_planned_model(bytes, "writes_under_a_view.pt", {1, 1, 16, 16});
  if (Plan::is_supported()) CHECK_THAT(model->engine(), contains("aten::mul_ of a value that has a view"));
  const auto expected = load_torch_model(bytes, "writes_under_a_view.pt", {1, 1, 16, 16});
  CHECK(only(model->run(image(1))).values[0] == approx(only(expected->run(image(1))).values[0]).epsilon(1e-5));
}

TEST_CASE("all tensors of a tuple are outputs, in their order") {
  const std::vector<Tensor> outputs = load("lesions.pt", {3, 1, 8, 8})->run(std::vector<float>(3 * 64, 0.5F));
  REQUIRE(outputs.size() == 2);
  CHECK(outputs[0].shape == std::vector<std::int64_t>{3, 2, 7});
  CHECK(outputs[0].values[5] == 0.75F);
  CHECK(outputs[1].shape == std::vector<std::int64_t>{3, 1, 8, 8});
  CHECK(outputs[1].values == std::vector<float>(3 * 64, 0.5F));
}

TEST_CASE("a detector as torchvision scripts them takes a list of images and gives three tensors for each") {
  for (const bool planned : {false, true}) {
    const std::string bytes = base::read_all(*base::open_source(folder + "/list_of_dicts.pt"), 1 << 20);
    const BatchShape shape{2, 1, 8, 8};
    const auto model =
        planned ? load_planned_model(bytes, "list.pt", shape) : load_torch_model(bytes, "list.pt", shape);
    if (planned && Plan::is_supported()) CHECK_THAT(model->engine(), contains("(no plan: it takes a list of images)"));
    std::vector<float> batch(2 * 64, 0.0F);
    batch[64 + 5] = 0.75F;  // the second image has one bright pixel, in column 5 of its first row
    const std::vector<Tensor> outputs = model->run(batch);
    REQUIRE(outputs.size() == 6);
    CHECK(outputs[0].shape == std::vector<std::int64_t>{0, 4});
    CHECK(outputs[1].shape == std::vector<std::int64_t>{0});
    CHECK(outputs[2].shape == std::vector<std::int64_t>{0});
    CHECK(outputs[3].shape == std::vector<std::int64_t>{1, 4});
    CHECK(outputs[3].values == std::vector<float>{5, 0, 6, 1});
    CHECK(outputs[4].values == std::vector<float>{2});
    CHECK(outputs[5].values == std::vector<float>{0.75F});
  }
}

TEST_CASE("torchvision's operators give what torchvision gives") {
  // what data/make_models.py printed
  const std::vector<float> nms{5, 1, 2, 3};
  const std::vector<float> sampled{0.525781274F, 0.5390625F,   0.348958343F, 0.459895819F, 0.418750018F, 0.609635353F,
                                   0.400000006F, 1.10000002F,  1.07500005F,  0.5F,         0.75F,        0.908333361F,
                                   1.1541667F,   0.987500072F, 0.84375F,     1.47604156F,  1.03437519F,  0.62994796F};
  const std::vector<float> whole{0.631481528F, 0.537500024F, 0.438425928F, 0.544907391F, 0.445833355F, 0.412963033F,
                                 0.412500024F, 0.879166663F, 1.07500005F,  0.5625F,      1.08749998F,  0.916666567F,
                                 0.537500024F, 0.5625F,      0.587500095F, 0.43750006F,  0.462500036F, 0.487500072F};
  const std::vector<Tensor> outputs = load("torchvision_operators.pt", {2, 1, 16, 16})->run(batch_of({0, 1}));
  REQUIRE(outputs.size() == 4);
  CHECK(outputs[0].values == nms);
  CHECK(outputs[1].values == nms);
  CHECK(outputs[2].shape == std::vector<std::int64_t>{3, 1, 2, 3});
  CHECK(outputs[3].shape == std::vector<std::int64_t>{3, 1, 2, 3});
  for (std::size_t i = 0; i < sampled.size(); ++i) {
    CHECK(outputs[2].values[i] == approx(sampled[i]).margin(1e-6));
    CHECK(outputs[3].values[i] == approx(whole[i]).margin(1e-6));
  }
}

TEST_CASE("a roi of an image that there is not is an error") {
  CHECK_THROWS_WITH(load("torchvision_operators.pt", {1, 1, 16, 16})->run(batch_of({0})),
                    contains("roi_align: there is no such image"));
}

TEST_CASE("a dict of something else than boxes is an error, not an output") {
  const auto model = load("other_dict.pt", {1, 1, 8, 8});
  CHECK_THROWS_WITH(model->run(std::vector<float>(64)),
                    "other_dict.pt: the model gives a dict without boxes, labels and scores");
}

TEST_CASE("a file that is no TorchScript is an error that names this LibTorch") {
  CHECK_THROWS_WITH(load_torch_model("not a model", "x.pt", {1, 1, 8, 8}),
                    contains("x.pt: LibTorch " + torch_version() + " cannot load it as TorchScript ("));
  CHECK_THROWS_AS(load_torch_model("", "x.pt", {1, 1, 8, 8}), base::Error);
}

TEST_CASE("a file of a newer format is an error with both versions") {
  CHECK_THROWS_WITH(load("newer.pt", {1, 1, 8, 8}),
                    "newer.pt: TorchScript file format 9999 is newer than LibTorch " + torch_version() +
                        " reads; export it with a PyTorch no newer than that, or build with a newer LibTorch");
}

TEST_CASE("a cut file is an error") {
  const std::string bytes = base::read_all(*base::open_source(folder + "/convolutions.pt"), 1 << 20);
  for (const std::size_t size : {bytes.size() / 2, bytes.size() - 30, std::size_t{100}}) {
    CHECK_THROWS_AS(load_torch_model(bytes.substr(0, size), "cut.pt", {1, 1, 16, 16}), base::Error);
  }
}

TEST_CASE("weights that are no numbers are an error") {
  for (const std::string file : {"nan_weight.pt", "infinite_weight.pt", "frozen_nan_weight.pt"}) {
    CAPTURE(file);
    CHECK_THROWS_WITH(load(file, {1, 1, 16, 16}),
                      file + ": its weights are not all numbers (NaN or infinity); train or export it anew");
  }
}

TEST_CASE("a forward that fails is an error that names the file") {
  CHECK_THROWS_WITH(load("refusing.pt", {2, 1, 8, 8})->run(std::vector<float>(2 * 64)),
                    contains("refusing.pt: LibTorch") && contains("made for one image at a time"));
}

TEST_CASE("devices are the CPU and GPUs that are there") {
  CHECK_FALSE(fault_of({"cpu", false}));
  CHECK(fault_of({"cpu", true}) == "half precision is for GPUs");
  for (const char* name : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda0", "mkldnn", "cpu:0"}) {
    CHECK(fault_of({name, false}) == "is none of cpu, cuda and cuda:N");
  }
  CHECK(fault_of({"cuda:4096", false}));
}

TEST_CASE("a GPU gives what the CPU gives") {
  const TorchDevice gpu{"cuda", false};
  if (fault_of(gpu)) {
    WARN("skipped: no GPU, or no CUDA in this LibTorch");
    return;
  }
  const Watchdog watchdog;
  const std::string bytes = base::read_all(*base::open_source(folder + "/convolutions.pt"), 1 << 20);
  const BatchShape shape{2, 1, 16, 16};
  const std::vector<float> batch = batch_of({0, 1});
  const Tensor expected = only(load_torch_model(bytes, "convolutions.pt", shape)->run(batch));
  const Tensor found = only(load_torch_model_on(gpu, bytes, "convolutions.pt", shape)->run(batch));
  const Tensor rough = only(load_torch_model_on({"cuda", true}, bytes, "convolutions.pt", shape)->run(batch));
  REQUIRE(found.shape == expected.shape);
  REQUIRE(rough.shape == expected.shape);
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    CHECK(std::abs(found.values[i] - expected.values[i]) < 1e-3F);
    CHECK(std::abs(rough.values[i] - expected.values[i]) < 0.1F);
  }
}

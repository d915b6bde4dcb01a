// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "infer/pipeline.hpp"
#include "infer/torch_model.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const std::string folder = std::string(CXRVAL_SOURCE_DIR) + "/data/models/demo";

Bundle load(int batch) {
  return load_bundle(folder + "/pipeline.json", batch, load_torch_model);
}

// Pictures of different brightness with a gradient and a bright disc, so that the networks have something to see.
Prepared picture(const Pipeline& pipeline, int n) {
  image::Source source;
  source.width = 96;
  source.height = 120;
  source.bits_stored = 12;
  for (int y = 0; y < source.height; ++y) {
    for (int x = 0; x < source.width; ++x) {
      const int dx = x - 20 - 9 * n;
      const int dy = y - 60;
      source.samples.push_back(
          static_cast<std::uint16_t>(12 * x + 8 * y + 100 * n + (dx * dx + dy * dy < 200 ? 900 : 0)));
    }
  }
  return pipeline.prepare(source).value();
}

}  // namespace

TEST_CASE("the demo pipeline gives an image the same findings wherever it stands in a batch of any size") {
  Bundle open = load(1);
  open.manifest.pa->gate = {0, true};
  open.manifest.abnormality.gate = {0, true};
  const Pipeline alone(std::move(open), 1);
  std::vector<Prepared> pictures;
  for (int n = 0; n < 7; ++n) pictures.push_back(picture(alone, n));
  Bundle together = load(4);
  together.manifest.pa->gate = {0, true};
  together.manifest.abnormality.gate = {0, true};
  const auto results = Pipeline(std::move(together), 2).run(pictures);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto expected = alone.run(std::span(pictures).subspan(i, 1));
    REQUIRE(results[i]);
    REQUIRE(expected[0]);
    CHECK(*results[i]->pa_probability == approx(*expected[0]->pa_probability).margin(1e-5));
    CHECK(*results[i]->probability == approx(*expected[0]->probability).margin(1e-5));
    CHECK(results[i]->lesions.size() == expected[0]->lesions.size());
  }
}

TEST_CASE("the demo models are under 3 MB together") {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  CHECK(bytes < 3'000'000);
}

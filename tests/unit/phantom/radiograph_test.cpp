// SPDX-License-Identifier: Apache-2.0
#include "phantom/radiograph.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace cxrval::phantom;

namespace {

RadiographPlan plan_of(View view, std::uint64_t seed, int size = 192) {
  RadiographPlan plan;
  plan.view = view;
  plan.patient_seed = seed;
  plan.exposure_seed = seed * 31 + 5;
  plan.sex = seed % 2 == 0 ? 'M' : 'F';
  plan.age = 25 + static_cast<int>(seed % 50);
  plan.size = size;
  return plan;
}

double mean_in(const Radiograph& film, const LesionBox& box) {
  double sum = 0;
  for (int y = box.y_min; y < box.y_max; ++y) {
    for (int x = box.x_min; x < box.x_max; ++x) sum += film.samples[static_cast<std::size_t>(y * film.width + x)];
  }
  return sum / ((box.x_max - box.x_min) * (box.y_max - box.y_min));
}

// Correlation of the trunk's middle with its mirror image, at the best place of the mirror: the patient need not stand
// in the middle.
double symmetry(const Radiograph& film) {
  const int n = film.width;
  double best = -1;
  for (int shift = -n / 12; shift <= n / 12; ++shift) {
    double ab = 0, aa = 0, bb = 0, a_sum = 0, b_sum = 0, count = 0;
    for (int y = n * 3 / 10; y < n * 7 / 10; ++y) {
      for (int x = n / 5; x < n * 4 / 5; ++x) {
        const double a = film.samples[static_cast<std::size_t>(y * n + x)];
        const double b = film.samples[static_cast<std::size_t>(y * n + n - 1 - x + shift)];
        ab += a * b;
        aa += a * a;
        bb += b * b;
        a_sum += a;
        b_sum += b;
        ++count;
      }
    }
    const double covariance = ab - a_sum * b_sum / count;
    best = std::max(best, covariance / std::sqrt((aa - a_sum * a_sum / count) * (bb - b_sum * b_sum / count)));
  }
  return best;
}

// The same exposure with and without a lesion, so that only the lesion differs.
double change_in_box(LesionKind kind, std::uint64_t seed, double severity) {
  RadiographPlan plan = plan_of(View::chest_pa, seed, 256);
  const Radiograph healthy = render(plan);
  plan.lesions = {{kind, seed % 2 == 0 ? Side::right : Side::left, severity}};
  const Radiograph ill = render(plan);
  REQUIRE(!ill.boxes.empty());
  const LesionBox& box = ill.boxes.front();
  return mean_in(ill, box) - mean_in(healthy, box);
}

}  // namespace

TEST_CASE("the same plan gives the same radiograph and another exposure another one") {
  for (const View view :
       {View::chest_pa, View::chest_ap, View::chest_lateral, View::hand, View::knee, View::abdomen, View::skull}) {
    RadiographPlan plan = plan_of(view, 3, 64);
    const Radiograph once = render(plan);
    CHECK(once.samples == render(plan).samples);
    ++plan.exposure_seed;
    CHECK(once.samples != render(plan).samples);
  }
}

TEST_CASE("a radiograph has 12-bit samples that use the range") {
  for (const int size : {32, 64, 200, 512}) {
    for (const View view : {View::chest_pa, View::chest_lateral, View::hand, View::knee, View::abdomen, View::skull}) {
      const Radiograph film = render(plan_of(view, 8, size));
      CHECK(film.width == size);
      CHECK(film.samples.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
      const auto [low, high] = std::minmax_element(film.samples.begin(), film.samples.end());
      CHECK(*high <= 4095);
      CHECK(*high - *low > 1200);
    }
  }
}

TEST_CASE("a size out of range is refused") {
  CHECK_THROWS_AS(render(plan_of(View::chest_pa, 1, 31)), std::invalid_argument);
  CHECK_THROWS_AS(render(plan_of(View::chest_pa, 1, 4097)), std::invalid_argument);
}

TEST_CASE("a frontal chest is more symmetric than a lateral one") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CHECK(symmetry(render(plan_of(View::chest_pa, seed))) > symmetry(render(plan_of(View::chest_lateral, seed))) + 0.1);
  }
}

TEST_CASE("lungs are darker than heart and abdomen, and air outside is darkest") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Radiograph film = render(plan_of(View::chest_pa, seed));
    const int n = film.width;
    const auto spot = [&](double x, double y) {
      const int px = static_cast<int>(x * n), py = static_cast<int>(y * n);
      return mean_in(film, {LesionKind::nodule_mass, px - 5, py - 5, px + 5, py + 5});
    };
    const double right_lung = spot(0.27, 0.52), left_lung = spot(0.76, 0.48), heart = spot(0.53, 0.68),
                 belly = spot(0.35, 0.95);
    CHECK(std::max(right_lung, left_lung) + 500 < heart);
    CHECK(std::max(right_lung, left_lung) + 500 < belly);
    CHECK(spot(0.03, 0.97) < std::min(right_lung, left_lung) + 2500);
  }
}

TEST_CASE("lesion boxes lie inside the image and are not empty") {
  for (const LesionKind kind : every_lesion_kind) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      RadiographPlan plan = plan_of(View::chest_pa, seed, 128);
      plan.lesions = {{kind, seed % 2 == 0 ? Side::right : Side::left, static_cast<double>(seed) / 9}};
      const Radiograph film = render(plan);
      INFO(std::string(class_name(kind)) << " seed " << seed);
      REQUIRE(!film.boxes.empty());
      for (const LesionBox& box : film.boxes) {
        CHECK(box.kind == kind);
        CHECK((0 <= box.x_min && box.x_min < box.x_max && box.x_max <= film.width));
        CHECK((0 <= box.y_min && box.y_min < box.y_max && box.y_max <= film.height));
      }
    }
  }
}

TEST_CASE("lesions of a side have their boxes on that side of the picture") {
  for (const LesionKind kind : {LesionKind::nodule_mass, LesionKind::consolidation, LesionKind::infiltration,
                                LesionKind::pleural_effusion, LesionKind::pneumothorax, LesionKind::rib_fracture}) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      RadiographPlan plan = plan_of(View::chest_pa, seed, 128);
      plan.lesions = {{kind, Side::right, 0.5}};
      for (const LesionBox& box : render(plan).boxes) CHECK(box.x_min + box.x_max < 128);
      plan.lesions = {{kind, Side::left, 0.5}};
      for (const LesionBox& box : render(plan).boxes) CHECK(box.x_min + box.x_max > 128);
    }
  }
}

TEST_CASE("lesions that add tissue or fluid make their box denser") {
  for (const LesionKind kind :
       {LesionKind::nodule_mass, LesionKind::consolidation, LesionKind::infiltration, LesionKind::interstitial,
        LesionKind::pleural_effusion, LesionKind::cardiomegaly, LesionKind::aortic_enlargement}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      INFO(std::string(class_name(kind)) << " seed " << seed);
      CHECK(change_in_box(kind, seed, 0.6) > 25);
    }
  }
}

TEST_CASE("air in the pleura darkens the lung's rim") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    RadiographPlan plan = plan_of(View::chest_pa, seed, 256);
    const Radiograph healthy = render(plan);
    plan.lesions = {{LesionKind::pneumothorax, Side::right, 0.8}};
    const Radiograph ill = render(plan);
    // The outer upper quarter of the box is free air.
    LesionBox box = ill.boxes.front();
    box.x_max = box.x_min + (box.x_max - box.x_min) / 4;
    box.y_max = box.y_min + (box.y_max - box.y_min) / 2;
    box.y_min += (box.y_max - box.y_min) / 2;
    CHECK(mean_in(ill, box) < mean_in(healthy, box));
  }
}

TEST_CASE("lesions are drawn in frontal views only") {
  RadiographPlan plan = plan_of(View::chest_lateral, 4, 64);
  plan.lesions = {{LesionKind::consolidation, Side::left, 1}};
  CHECK(render(plan).boxes.empty());
  plan.view = View::chest_ap;
  CHECK(render(plan).boxes.size() == 1);
}

TEST_CASE("another patient under the same exposure gives another picture") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const RadiographPlan plan = plan_of(View::chest_pa, seed, 64);
    RadiographPlan other = plan;
    other.patient_seed += 100;
    CHECK(render(plan).samples != render(other).samples);
  }
}

TEST_CASE("class names are those of Table 1") {
  CHECK(class_name(LesionKind::nodule_mass) == "Nodule/Mass");
  CHECK(class_name(LesionKind::interstitial) == "Interstitial lung disease (ILD)");
  CHECK(class_name(LesionKind::pleural_effusion) == "Pleural effusion");
}

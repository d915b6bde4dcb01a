// SPDX-License-Identifier: Apache-2.0
#include "phantom/chest.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::phantom {

namespace {

// The patient looks to the left of the picture. Borders as x over y.
constexpr Profile::Node back_nodes[] = {{-1.1, 0.42}, {-0.85, 0.52}, {-0.5, 0.70},
                                        {-0.1, 0.76}, {0.4, 0.70},   {1.1, 0.58}};
constexpr Profile::Node chest_nodes[] = {{-1.1, -0.22}, {-0.8, -0.30}, {-0.55, -0.46}, {-0.2, -0.60},
                                         {0.2, -0.66},  {0.6, -0.64},  {1.1, -0.62}};
constexpr Profile::Node spine_nodes[] = {{-1.1, 0.14}, {-0.8, 0.27}, {-0.4, 0.43},
                                         {0.0, 0.49},  {0.4, 0.46},  {1.1, 0.34}};
constexpr Profile::Node front_nodes[] = {{-0.78, 0.02}, {-0.70, -0.10}, {-0.55, -0.27},
                                         {-0.2, -0.45}, {0.2, -0.53},   {0.6, -0.55}};
constexpr Profile::Node rear_nodes[] = {{-0.78, 0.10}, {-0.70, 0.24}, {-0.5, 0.47},
                                        {-0.1, 0.60},  {0.4, 0.585},  {0.9, 0.50}};

struct LateralShape {
  explicit LateralShape(const Anatomy& anatomy)
      : a(anatomy),
        back(back_nodes),
        chest(chest_nodes),
        spine(spine_nodes),
        front(front_nodes),
        rear(rear_nodes),
        deep(0.94 + 0.12 * (anatomy.thickness - 0.88) / 0.27) {}
  double dome(double x, double lift) const {
    const double crest = -0.06;
    const double top = a.right_dome - 0.14 + lift;
    if (x > crest) return top + (a.base - top) * std::pow((x - crest) / (0.56 - crest), 2.1);
    return top + 0.16 * std::pow((crest - x) / 0.5, 2.0);
  }
  const Anatomy& a;
  Profile back, chest, spine, front, rear;
  double deep;  // front to back
};

void draw_soft_parts(Canvas& canvas, const LateralShape& s) {
  canvas.each({-2, -2}, {2, 2}, [&](Point p, float& value) {
    const double low = s.chest(p.y) * s.deep, high = s.back(p.y) * s.deep;
    const double w = (2 * p.x - low - high) / (high - low);
    if (w <= -1 || w >= 1) return;
    const double depth = 4.3 + 0.9 * smooth_step(0.35, 1.0, p.y);
    value += static_cast<float>(s.a.thickness * depth * std::sqrt(1 - w * w * w * w) *
                                (0.55 + 0.45 * smooth_step(-1.0, -0.7, p.y)));
  });
  // Raised arms and shoulders over the lungs' tops.
  const Knot arm[] = {{{0.22, -0.58}, 0.20, 2.5}, {{0.08, -0.78}, 0.21, 3.0}, {{-0.22, -1.15}, 0.17, 3.4}};
  canvas.tube(smooth(arm, 6));
  const Knot humerus[] = {
      {{0.20, -0.66}, 0.085, 3 * s.a.bone}, {{0.10, -0.78}, 0.06, 5 * s.a.bone}, {{-0.2, -1.15}, 0.05, 6 * s.a.bone}};
  canvas.tube(smooth(humerus, 6), {0.82, 0.3});
  if (s.a.breast > 0) canvas.ellipsoid({-0.58, 0.18}, {0.14 + 0.12 * s.a.breast, 0.24}, -0.1, 0.5, 0.6);
}

double heart_path(const LateralShape& s, Point p) {
  const double size = std::sqrt(s.a.heart_ratio / 0.45);
  const double x = p.x + 0.22, y = p.y - 0.24;
  const double u = (0.80 * x + 0.60 * y) / (0.46 * size), v = (0.80 * y - 0.60 * x) / (0.28 * size);
  const double inside = 1 - u * u - v * v;
  return inside > 0 ? std::pow(inside, 0.75) : 0;
}

void draw_lungs(Canvas& air, const LateralShape& s) {
  const Noise noise(s.a.texture);
  air.each({-0.8, -0.8}, {0.8, 1.0}, [&](Point p, float& value) {
    const double low = s.front(p.y) * s.deep, high = s.rear(p.y) * s.deep;
    if (p.y < -0.78 || high <= low) return;
    const double w = (2 * p.x - low - high) / (high - low);
    if (w <= -1 || w >= 1) return;
    double path = 0;
    for (const double lift : {0.0, 0.05}) {
      const double below = (p.y - s.dome(p.x, lift)) / 0.05;
      path += 1.35 * s.a.thickness * smooth_step(-0.78, -0.6, p.y) * std::sqrt(1 - w * w * w * w) *
              (below <= 0 ? 1 : std::max(0.0, 1 - std::sqrt(std::min(1.0, below))));
    }
    path = std::max(0.0, path - 1.9 * s.a.thickness * heart_path(s, p));
    path *= 1 + 0.04 * noise.fractal(9 * p.x, 9 * p.y, 2) + 0.02 * noise(40 * p.x, 40 * p.y);
    value += static_cast<float>(path);
  });
}

void draw_backbone(Canvas& canvas, const LateralShape& s) {
  for (int i = 0; i < 16; ++i) {
    const double y = -1.0 + 0.13 * i;
    const double x = s.spine(y) * s.deep, lean = (s.spine(y + 0.05) - s.spine(y - 0.05)) / 0.1;
    const double half = 0.068 + 0.0025 * i;
    const auto at = [&](double u, double v) { return Point{x + u + lean * v, y + v - lean * u}; };
    const std::array<Point, 6> body{at(-half, -0.052), at(half, -0.052), at(0.9 * half, 0),
                                    at(half, 0.052),   at(-half, 0.052), at(-0.88 * half, 0)};
    const double upper = smooth_step(-0.95, -0.3, y);
    canvas.polygon(body, (0.35 + 0.35 * upper) * s.a.bone, 0.012);
    for (const double v : {-0.05, 0.05}) {
      const Knot plate[] = {{at(-half, v), 0.009, 13 * s.a.bone}, {at(half, v), 0.009, 13 * s.a.bone}};
      canvas.tube(plate);
    }
    const Knot process[] = {{at(half, -0.03), 0.022, 6 * s.a.bone},
                            {at(half + 0.07, 0.0), 0.024, 5 * s.a.bone},
                            {at(half + 0.17, 0.10), 0.018, 4 * s.a.bone}};
    canvas.tube(smooth(process, 3), {0.6, 0.5});
  }
}

void draw_cage(Canvas& canvas, const LateralShape& s) {
  const Anatomy& a = s.a;
  for (int rib = 0; rib < 10; ++rib) {
    for (const double shift : {0.0, 0.035}) {
      std::vector<Knot> path;
      const double start = -0.72 + 0.135 * rib + shift;
      const double drop = a.rib_drop * (0.26 + 0.035 * rib);
      for (int k = 0; k <= 14; ++k) {
        const double t = k / 14.0;
        const double y = start + drop * t * (0.7 + 0.3 * t);
        const double back = s.rear(start + 0.1) * s.deep, front = s.front(start + drop) * s.deep;
        const double reach = 0.93 - 0.03 * rib;
        const double x = back + 0.02 + (front - back) * reach * t * (0.75 + 0.25 * t) + 0.10 * shift;
        path.push_back({{x, y}, 0.024 + 0.006 * t, 5.2 * a.bone * (1 - 0.85 * smooth_step(0.75, 1.0, t))});
      }
      canvas.tube(path, {0.78, 0.4});
    }
  }
  const Knot sternum[] = {{{-0.28 * s.deep, -0.60}, 0.030, 9 * a.bone},
                          {{-0.41 * s.deep, -0.38}, 0.028, 9 * a.bone},
                          {{-0.52 * s.deep, -0.10}, 0.026, 9 * a.bone},
                          {{-0.565 * s.deep, 0.18}, 0.022, 8 * a.bone}};
  canvas.tube(smooth(sternum, 6), {0.7, 0.5});
  for (const double shift : {0.0, 0.05}) {
    const Knot blade[] = {{{0.44 + shift, -0.66}, 0.013, 9 * a.bone},
                          {{0.55 + shift, -0.40}, 0.012, 9 * a.bone},
                          {{0.58 + shift, -0.14}, 0.012, 8 * a.bone}};
    canvas.tube(smooth(blade, 6));
  }
}

void draw_inside(Canvas& canvas, const LateralShape& s) {
  const Knot trachea[] = {{{-0.02, -1.1}, 0.045, -5}, {{0.06, -0.7}, 0.045, -5}, {{0.12, -0.30}, 0.043, -5}};
  canvas.tube(smooth(trachea, 6));
  const Knot arch[] = {{{-0.16, -0.02}, 0.075, 2.6}, {{-0.10, -0.30}, 0.080, 2.6}, {{0.07, -0.43}, 0.08, 2.6},
                       {{0.24, -0.32}, 0.075, 2.6},  {{0.33, 0.0}, 0.07, 2.2},     {{0.34, 0.5}, 0.07, 2.0}};
  canvas.tube(smooth(arch, 6));
  canvas.ellipsoid({0.05, -0.08}, {0.12, 0.10}, 0.4, 0.50, 0.8);
  Random random(s.a.texture, 4);
  for (int i = 0; i < 26; ++i) {
    const double angle = random.between(0, 6.283);
    const double length = random.between(0.15, 0.34);
    const double r = random.between(0.008, 0.015);
    const Knot vessel[] = {
        {{0.05 + 0.07 * std::cos(angle), -0.06 + 0.07 * std::sin(angle)}, r, 5.5},
        {{0.05 + 0.5 * length * std::cos(angle + 0.15), -0.06 + 0.5 * length * std::sin(angle + 0.15)}, 0.7 * r, 5.5},
        {{0.05 + length * std::cos(angle), -0.06 + length * std::sin(angle)}, 0.3 * r, 5.5}};
    canvas.tube(smooth(vessel, 4));
  }
  canvas.ellipsoid({-0.16, s.dome(-0.15, 0.05) + 0.13}, {0.16 * s.a.gas, 0.07 * s.a.gas}, 0, -0.8, 0.7);
}

}  // namespace

image::Plane draw_lateral(const Anatomy& anatomy, const Frame& frame, int size) {
  const LateralShape shape(anatomy);
  Canvas body(size, frame);
  Canvas air = body.another(), dense = body.another();
  draw_soft_parts(body, shape);
  draw_lungs(air, shape);
  draw_backbone(dense, shape);
  draw_cage(dense, shape);
  draw_inside(dense, shape);
  image::Plane sum = body.plane;
  for (std::size_t i = 0; i < sum.values.size(); ++i) {
    const float there = std::min(1.0F, sum.values[i] / 0.4F);
    sum.values[i] = std::max(0.0F, sum.values[i] - air.plane.values[i] + there * dense.plane.values[i]);
  }
  return sum;
}

}  // namespace cxrval::phantom

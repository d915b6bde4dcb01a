// SPDX-License-Identifier: Apache-2.0
#include "phantom/other_parts.hpp"

#include "phantom/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cxrval::phantom {

namespace {

void draw_curve(Canvas& canvas, std::initializer_list<Knot> knots, Section section = {}) {
  const std::vector<Knot> all(knots);
  canvas.tube(smooth(all, 8), section);
}

void draw_lumbar_spine(Canvas& bone, const Anatomy& a) {
  for (int i = 0; i < 8; ++i) {
    const double y = -1.0 + 0.205 * i;
    const double x = a.scoliosis * std::sin(2.6 * y), half = 0.115 + 0.004 * i;
    const std::array<Point, 6> body{Point{x - half, y - 0.075}, Point{x + half, y - 0.075}, Point{x + 0.85 * half, y},
                                    Point{x + half, y + 0.075}, Point{x - half, y + 0.075}, Point{x - 0.85 * half, y}};
    bone.polygon(body, 0.55 * a.bone, 0.015);
    for (const double edge : {-0.075, 0.075}) {
      const Knot plate[] = {{{x - half, y + edge}, 0.011, 14 * a.bone}, {{x + half, y + edge}, 0.011, 14 * a.bone}};
      bone.tube(plate);
    }
    for (const double s : {-1.0, 1.0}) {
      bone.ellipsoid({x + s * 0.65 * half, y - 0.015}, {0.022, 0.036}, 0, 0.35 * a.bone);
      if (i > 1) {
        const Knot process[] = {{{x + s * half, y - 0.01}, 0.020, 6 * a.bone},
                                {{x + s * (half + 0.13), y - 0.025}, 0.014, 5 * a.bone}};
        bone.tube(process, {0.6, 0.5});
      }
    }
    bone.ellipsoid({x, y + 0.06}, {0.018, 0.06}, 0, 0.40 * a.bone);
  }
}

void draw_pelvis(Canvas& bone, const Anatomy& a) {
  const double d = a.bone;
  for (const double s : {-1.0, 1.0}) {
    const Point wing[] = {{s * 0.16, 0.62}, {s * 0.30, 0.46}, {s * 0.50, 0.38}, {s * 0.68, 0.46}, {s * 0.74, 0.62},
                          {s * 0.64, 0.82}, {s * 0.50, 0.98}, {s * 0.30, 0.94}, {s * 0.20, 0.80}};
    bone.polygon(wing, 0.38 * d, 0.03);
    draw_curve(bone, {{{s * 0.16, 0.60}, 0.018, 11 * d},
                      {{s * 0.30, 0.46}, 0.020, 11 * d},
                      {{s * 0.50, 0.38}, 0.022, 11 * d},
                      {{s * 0.68, 0.46}, 0.022, 11 * d},
                      {{s * 0.745, 0.62}, 0.02, 10 * d},
                      {{s * 0.66, 0.82}, 0.02, 10 * d}});
    draw_curve(
        bone, {{{s * 0.20, 0.78}, 0.016, 12 * d}, {{s * 0.30, 0.96}, 0.018, 12 * d}, {{s * 0.26, 1.2}, 0.018, 12 * d}});
    bone.ellipsoid({s * 0.60, 1.10}, {0.15, 0.15}, 0, 0.75 * d);
    // Lower ribs.
    for (int i = 0; i < 3; ++i) {
      const double y = -0.95 + 0.20 * i;
      draw_curve(bone,
                 {{{s * 0.14, y}, 0.028, 8 * d},
                  {{s * 0.40, y + 0.06}, 0.028, 8 * d},
                  {{s * (0.68 - 0.04 * i), y + 0.24}, 0.026, 7 * d},
                  {{s * (0.74 - 0.07 * i), y + 0.40}, 0.022, 5 * d}},
                 {0.78, 0.4});
    }
  }
  const Point sacrum[] = {{-0.18, 0.62}, {0.18, 0.62}, {0.14, 0.90}, {0.05, 1.12}, {-0.05, 1.12}, {-0.14, 0.90}};
  bone.polygon(sacrum, 0.5 * d, 0.02);
}

void draw_gas(Canvas& canvas, Random& random) {
  // The colon frames the belly; loops lie inside.
  constexpr Point frame[] = {{-0.55, 0.40},  {-0.58, 0.15}, {-0.55, -0.10}, {-0.42, -0.28},
                             {-0.18, -0.26}, {0.08, -0.24}, {0.32, -0.30},  {0.52, -0.38},
                             {0.58, -0.12},  {0.56, 0.14},  {0.48, 0.38},   {0.12, 0.82}};
  for (const Point& p : frame) {
    if (random.chance(0.25)) continue;
    const double r = random.between(0.05, 0.10);
    const Point at{p.x + random.between(-0.05, 0.05), p.y + random.between(-0.05, 0.05)};
    canvas.ellipsoid(at, {1.2 * r, r}, random.between(-0.8, 0.8), -random.between(0.5, 1.0), 0.7);
  }
  for (int i = 0; i < 9; ++i) {
    const double r = random.between(0.025, 0.06);
    canvas.ellipsoid({random.between(-0.4, 0.4), random.between(-0.1, 0.5)}, {1.5 * r, r}, random.between(-1, 1),
                     -random.between(0.25, 0.6), 0.8);
  }
  canvas.ellipsoid({0.34, -0.68}, {0.17, 0.10}, 0.4, -0.9, 0.7);
}

void draw_face(Canvas& bone, double d) {
  bone.ellipsoid({-0.46, 0.02}, {0.17, 0.13}, 0, -0.35, 0.6);  // orbit
  draw_curve(bone, {{{-0.62, -0.14}, 0.022, 12 * d}, {{-0.60, 0.02}, 0.018, 10 * d}, {{-0.68, 0.12}, 0.02, 9 * d}});
  bone.ellipsoid({-0.42, 0.22}, {0.17, 0.12}, 0.1, -0.30, 0.5);  // maxillary sinus
  draw_curve(bone, {{{-0.62, 0.34}, 0.020, 14 * d}, {{-0.40, 0.34}, 0.022, 14 * d}, {{-0.20, 0.33}, 0.018, 10 * d}});
  for (int i = 0; i < 7; ++i) {
    for (const double row : {0.40, 0.50}) {
      bone.ellipsoid({-0.64 + 0.062 * i, row + 0.004 * i}, {0.026, 0.05}, 0, 0.9 * d);
    }
  }
  draw_curve(bone,
             {{{-0.60, 0.64}, 0.075, 5.5 * d},
              {{-0.40, 0.66}, 0.065, 5.5 * d},
              {{-0.14, 0.58}, 0.07, 5.5 * d},
              {{-0.02, 0.38}, 0.08, 4.5 * d},
              {{0.02, 0.12}, 0.045, 6 * d}},
             {0.8, 0.5});
}

}  // namespace

image::Plane draw_abdomen(const Anatomy& a, const Frame& frame, int size) {
  Canvas soft(size, frame);
  Canvas dense = soft.another();
  const double half = 0.86 + 0.35 * (a.thickness - 1);
  soft.each({-2, -2}, {2, 2}, [&](Point p, float& value) {
    const double waist = half * (1 - 0.05 * std::exp(-6 * (p.y - 0.05) * (p.y - 0.05)));
    const double w = p.x / waist;
    if (w > -1 && w < 1) value += static_cast<float>(3.1 * a.thickness * std::sqrt(1 - w * w * w * w));
  });
  draw_lumbar_spine(dense, a);
  draw_pelvis(dense, a);
  const Point liver[] = {{-0.82, -0.9}, {0.05, -0.95}, {0.1, -0.6}, {-0.35, -0.25}, {-0.70, 0.0}, {-0.8, -0.2}};
  dense.polygon(liver, 0.30, 0.06);
  for (const double s : {-1.0, 1.0}) {
    const Point psoas[] = {{s * 0.12, -0.5}, {s * 0.20, -0.3}, {s * 0.40, 0.45},
                           {s * 0.46, 0.75}, {s * 0.2, 0.7},   {s * 0.12, 0.3}};
    dense.polygon(psoas, 0.16, 0.03);
    dense.ellipsoid({s * 0.36, -0.30}, {0.11, 0.20}, -s * 0.25, 0.16, 0.6);  // kidney
  }
  Random random(a.texture, 5);
  draw_gas(dense, random);
  for (std::size_t i = 0; i < soft.plane.values.size(); ++i) {
    float& value = soft.plane.values[i];
    value = std::max(0.0F, value + dense.plane.values[i] * std::min(1.0F, value / 0.4F));
  }
  return soft.plane;
}

image::Plane draw_skull(const Anatomy& a, const Frame& frame, int size) {
  Canvas soft(size, frame);
  Canvas bone = soft.another();
  const double d = a.bone;
  soft.ellipsoid({0.08, -0.22}, {0.80, 0.66}, 0.05, 2.2, 0.35);
  const Point face[] = {{-0.60, -0.45}, {-0.70, -0.08}, {-0.84, 0.16}, {-0.74, 0.24}, {-0.76, 0.42}, {-0.72, 0.56},
                        {-0.68, 0.76},  {-0.40, 0.80},  {-0.05, 0.66}, {0.3, 0.4},    {0.1, -0.3}};
  Canvas below = soft.another();
  below.polygon(face, 1.7, 0.05);
  const Knot neck[] = {{{0.24, 0.10}, 0.34, 2.2}, {{0.24, 1.3}, 0.34, 2.2}};
  below.tube(neck);
  std::vector<Knot> vault;
  for (int i = 0; i <= 40; ++i) {
    const double t = 2.75 + 4.9 * i / 40;
    vault.push_back({{0.08 + 0.73 * std::cos(t), -0.22 + 0.585 * std::sin(t)}, 0.030, 13 * d});
  }
  bone.tube(vault, {0.45, 0.4});
  bone.ellipsoid({0.08, -0.22}, {0.72, 0.575}, 0, 0.30 * d, 0.15);
  draw_curve(bone, {{{-0.60, -0.12}, 0.030, 11 * d},
                    {{-0.30, -0.10}, 0.030, 10 * d},
                    {{-0.10, 0.02}, 0.035, 11 * d},
                    {{0.06, 0.10}, 0.05, 11 * d},
                    {{0.34, 0.26}, 0.05, 10 * d},
                    {{0.60, 0.20}, 0.03, 9 * d}});
  bone.ellipsoid({0.14, 0.12}, {0.20, 0.13}, 0.3, 0.8 * d, 0.5);  // petrous bone
  draw_curve(bone, {{{-0.16, -0.05}, 0.012, 14 * d}, {{-0.11, 0.0}, 0.012, 14 * d}, {{-0.05, -0.05}, 0.012, 14 * d}});
  draw_face(bone, d);
  for (int i = 0; i < 6; ++i) {
    const double y = 0.42 + 0.135 * i, x = 0.20 - 0.02 * i;
    const std::array<Point, 4> body{Point{x - 0.085, y - 0.045}, Point{x + 0.075, y - 0.055},
                                    Point{x + 0.08, y + 0.045}, Point{x - 0.08, y + 0.055}};
    bone.polygon(body, 0.65 * d, 0.015);
    const Knot process[] = {{{x + 0.09, y}, 0.035, 5 * d}, {{x + 0.26, y + 0.04}, 0.028, 5 * d}};
    bone.tube(process, {0.7, 0.5});
  }
  const Knot airway[] = {{{-0.12, 0.34}, 0.04, -5}, {{0.03, 0.6}, 0.04, -5}, {{0.04, 1.3}, 0.045, -5}};
  bone.tube(smooth(airway, 5));
  for (std::size_t i = 0; i < soft.plane.values.size(); ++i) {
    float& value = soft.plane.values[i];
    value = std::max(0.0F, std::max(value, below.plane.values[i]) + bone.plane.values[i]);
  }
  return soft.plane;
}

}  // namespace cxrval::phantom

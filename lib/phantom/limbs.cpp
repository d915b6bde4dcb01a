// SPDX-License-Identifier: Apache-2.0
#include "phantom/other_parts.hpp"

#include "phantom/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::phantom {

namespace {

constexpr Section long_bone{0.66, 0.25};
constexpr Section spongy{0.90, 0.62};

// A bone with thicker ends.
void draw_bone(Canvas& canvas, Point from, Point to, double radius, double density) {
  const auto along = [&](double t) { return Point{from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)}; };
  const Knot knots[] = {{along(0), 1.35 * radius, 0.75 * density},
                        {along(0.14), 1.15 * radius, 0.9 * density},
                        {along(0.5), 0.85 * radius, density},
                        {along(0.86), 1.1 * radius, 0.9 * density},
                        {along(1), 1.3 * radius, 0.75 * density}};
  canvas.tube(smooth(knots, 5), long_bone);
}

struct Finger {
  double base_x, base_y, angle, length, width;  // angle from straight up, radians
};

constexpr std::array<Finger, 5> fingers{{{-0.28, 0.22, -0.72, 0.66, 1.1},
                                         {-0.17, 0.10, -0.17, 0.94, 1.0},
                                         {-0.03, 0.09, -0.02, 1.00, 1.0},
                                         {0.10, 0.12, 0.12, 0.93, 0.95},
                                         {0.22, 0.18, 0.28, 0.78, 0.85}}};

void draw_finger(Canvas& soft, Canvas& bone, const Finger& f, bool thumb, double density) {
  const Point way{std::sin(f.angle), -std::cos(f.angle)};
  const auto at = [&](double t) { return Point{f.base_x + t * f.length * way.x, f.base_y + t * f.length * way.y}; };
  const Knot flesh[] = {{at(-0.05), 0.10, 6},
                        {at(0.38), 0.085 * f.width, 6},
                        {at(0.7), 0.075 * f.width, 6},
                        {at(0.99), 0.058 * f.width, 6}};
  soft.tube(smooth(flesh, 6));
  const double three[] = {0, 0.40, 0.42, 0.67, 0.69, 0.84, 0.86, 0.97};
  const double two[] = {0, 0.46, 0.48, 0.76, 0.78, 0.97};
  const double* joints = thumb ? two : three;
  const int bones = thumb ? 3 : 4;
  for (int i = 0; i < bones; ++i) {
    const double r = f.width * (0.036 - 0.005 * i);
    draw_bone(bone, at(joints[2 * i] + 0.012), at(joints[2 * i + 1] - 0.012), r, 13 * density);
  }
}

void draw_hollow(Canvas& canvas, std::initializer_list<Knot> knots, Section section) {
  const std::vector<Knot> all(knots);
  canvas.tube(smooth(all, 8), section);
}

image::Plane add(image::Plane soft, const Canvas& bone) {
  for (std::size_t i = 0; i < soft.values.size(); ++i) soft.values[i] += std::max(0.0F, bone.plane.values[i]);
  return soft;
}

}  // namespace

image::Plane draw_hand(const Anatomy& a, const Frame& frame, int size) {
  Canvas soft(size, frame);
  Canvas bone = soft.another();
  const Knot wrist[] = {{{0, 1.2}, 0.22, 2.6},
                        {{0, 0.75}, 0.21, 2.6},
                        {{-0.02, 0.45}, 0.25, 2.4},
                        {{-0.03, 0.15}, 0.30, 2.0},
                        {{-0.03, -0.10}, 0.27, 1.9}};
  soft.tube(smooth(wrist, 6));
  for (std::size_t i = 0; i < fingers.size(); ++i) draw_finger(soft, bone, fingers[i], i == 0, a.bone);
  constexpr Point carpals[] = {{-0.17, 0.22}, {-0.06, 0.19}, {0.05, 0.20}, {0.15, 0.25},
                               {-0.12, 0.34}, {0.0, 0.33},   {0.11, 0.36}};
  for (const Point& c : carpals) {
    const Knot stone[] = {{{c.x - 0.01, c.y}, 0.058, 6.5 * a.bone}, {{c.x + 0.01, c.y + 0.01}, 0.058, 6.5 * a.bone}};
    bone.tube(stone, spongy);
  }
  draw_hollow(bone,
              {{{-0.09, 0.46}, 0.115, 4.5 * a.bone},
               {{-0.09, 0.56}, 0.10, 5 * a.bone},
               {{-0.10, 0.75}, 0.065, 8 * a.bone},
               {{-0.10, 1.2}, 0.06, 9 * a.bone}},
              {0.75, 0.3});
  draw_hollow(bone,
              {{{0.13, 0.47}, 0.060, 6 * a.bone}, {{0.125, 0.6}, 0.048, 8 * a.bone}, {{0.11, 1.2}, 0.05, 9 * a.bone}},
              {0.75, 0.3});
  for (float& value : soft.plane.values) value = std::min(value, 1.3F);
  return add(soft.plane, bone);
}

image::Plane draw_knee(const Anatomy& a, const Frame& frame, int size) {
  Canvas soft(size, frame);
  Canvas bone = soft.another();
  const double wide = 0.92 + 0.16 * (a.thickness - 0.88) / 0.27;
  const Knot leg[] = {{{0.02, -1.3}, 0.62 * wide, 2.9},
                      {{0.02, -0.7}, 0.55 * wide, 2.9},
                      {{0, -0.1}, 0.50 * wide, 2.9},
                      {{0.0, 0.35}, 0.46 * wide, 2.9},
                      {{0.03, 1.3}, 0.42 * wide, 2.9}};
  soft.tube(smooth(leg, 8));
  const double d = a.bone;
  draw_hollow(bone,
              {{{0.02, -1.25}, 0.135, 8 * d},
               {{0.01, -0.75}, 0.14, 7.5 * d},
               {{0, -0.50}, 0.19, 5 * d},
               {{0, -0.34}, 0.28, 2.6 * d}},
              {0.78, 0.35});
  for (const double s : {-1.0, 1.0}) {
    draw_hollow(bone, {{{s * 0.10, -0.36}, 0.20, 1.5 * d}, {{s * 0.175, -0.19}, 0.185, 2.6 * d}}, {0.93, 0.6});
    draw_hollow(
        bone,
        {{{s * 0.05, 0.055}, 0.014, 15 * d}, {{s * 0.18, 0.07}, 0.016, 17 * d}, {{s * 0.33, 0.055}, 0.012, 13 * d}},
        {});
  }
  draw_hollow(bone,
              {{{0, 0.21}, 0.18, 3.0 * d},
               {{0, 0.36}, 0.25, 3.4 * d},
               {{0.0, 0.52}, 0.185, 5.2 * d},
               {{0.01, 0.72}, 0.145, 7 * d},
               {{0.02, 1.3}, 0.125, 8.5 * d}},
              {0.80, 0.35});
  draw_hollow(bone, {{{-0.20, 0.17}, 0.145, 3.6 * d}, {{0.20, 0.17}, 0.145, 3.6 * d}}, {0.93, 0.75});
  draw_hollow(bone,
              {{{0.34, 0.27}, 0.075, 5.5 * d},
               {{0.35, 0.40}, 0.055, 7 * d},
               {{0.31, 0.8}, 0.045, 9 * d},
               {{0.30, 1.3}, 0.047, 9 * d}},
              {0.72, 0.3});
  bone.ellipsoid({-0.01, -0.36}, {0.16, 0.18}, 0, 0.26 * d, 0.4);
  return add(soft.plane, bone);
}

}  // namespace cxrval::phantom

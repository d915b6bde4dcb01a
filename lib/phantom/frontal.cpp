// SPDX-License-Identifier: Apache-2.0
#include "phantom/chest.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cxrval::phantom {

namespace {

constexpr Profile::Node trunk_nodes[] = {{-1.05, 0.20}, {-0.93, 0.21}, {-0.86, 0.30}, {-0.80, 0.52},
                                         {-0.74, 0.78}, {-0.66, 0.92}, {-0.5, 0.93},  {-0.3, 0.90},
                                         {-0.05, 0.87}, {0.4, 0.85},   {0.8, 0.86},   {1.1, 0.88}};

void draw_trunk(Canvas& body, const FrontalShape& shape) {
  const Anatomy& a = shape.anatomy();
  const Profile trunk(trunk_nodes);
  body.each({-2, -2}, {2, 2}, [&](Point p, float& value) {
    const double half = trunk(p.y) * (0.85 + 0.15 * a.thorax_width) * (0.9 + 0.1 * a.thickness);
    const double w = (p.x - 0.5 * shape.midline(p.y)) / half;
    if (w <= -1 || w >= 1) return;
    const double depth = (3.35 + 0.75 * smooth_step(0.3, 1.0, p.y)) * (0.45 + 0.55 * smooth_step(-1.0, -0.45, p.y));
    value += static_cast<float>(a.thickness * depth * std::sqrt(1 - w * w * w * w));
  });
  Canvas arms = body.another();
  for (const double sign : {-1.0, 1.0}) {
    const Knot arm[] = {{{sign * 0.90, -0.57}, 0.17, 7},
                        {{sign * 1.03, -0.2}, 0.17, 7},
                        {{sign * 1.14, 0.5}, 0.16, 7},
                        {{sign * 1.16, 1.4}, 0.15, 7}};
    arms.tube(smooth(arm, 5));
    if (a.breast > 0) {
      const double size = 0.17 + 0.11 * a.breast;
      body.ellipsoid({sign * (0.40 + 0.03 * a.breast), 0.30 + 0.10 * a.breast}, {size * 1.15, size}, 0,
                     0.22 + 0.42 * a.breast, 0.6);
    }
  }
  // Arm and trunk merge at the shoulder: a smooth maximum.
  for (std::size_t i = 0; i < body.plane.values.size(); ++i) {
    const float arm = arms.plane.values[i];
    float& whole = body.plane.values[i];
    if (arm > 0) whole = whole > 0 ? std::sqrt(whole * whole + 0.35F * arm * arm) : arm * 0.8F;
  }
}

void draw_air(Canvas& air, const FrontalShape& shape) {
  const Anatomy& a = shape.anatomy();
  const Noise noise(a.texture);
  const double full = 2.05 * a.thickness;
  air.each({-0.95, a.apex - 0.05}, {0.95, a.base + 0.1}, [&](Point p, float& value) {
    const auto [along, across, sign] = shape.in_lung(p);
    if (along <= 0 || along >= 1.04 || across <= 0 || across >= 1) return;
    const double w = 2 * across - 1;
    double path = full * std::min(1.0, 0.44 + 1.1 * along) * std::sqrt(1 - w * w * w * w) * smooth_step(0, 0.05, along);
    const double below = (p.y - shape.dome(p.x - shape.midline(p.y), sign)) / 0.30;
    if (below > 0) {
      const double left = 1 - std::min(1.0, below);
      path *= 1 - (0.80 + 0.20 * std::min(1.0, below)) * std::sqrt(1 - left * left * left * left);
    }
    path = std::max(0.0, path - 2.3 * a.thickness * shape.heart(p));
    path *= 1 + 0.035 * noise.fractal(9 * p.x, 9 * p.y, 2) + 0.02 * noise(40 * p.x, 40 * p.y);
    value += static_cast<float>(path);
  });
}

void grow(Canvas& canvas, Random& random, Knot root, double angle, double length, int depth) {
  std::vector<Knot> knots{root};
  double heading = angle;
  const double bend = random.between(-0.35, 0.35);
  for (int i = 1; i <= 3; ++i) {
    heading += bend / 3 + random.between(-0.12, 0.12);
    const Knot& last = knots.back();
    knots.push_back({{last.at.x + length / 3 * std::cos(heading), last.at.y + length / 3 * std::sin(heading)},
                     root.radius * (1 - 0.17 * i),
                     root.density});
  }
  canvas.tube(smooth(knots, 3));
  if (depth == 0) return;
  const int children = random.integer(2, 3);
  for (int c = 0; c < children; ++c) {
    const Knot from = knots[static_cast<std::size_t>(random.integer(2, 3))];
    const double turn = (c == 0 ? -1 : 1) * random.between(0.25, 0.75);
    grow(canvas, random, {from.at, from.radius * random.between(0.72, 0.9), from.density}, heading + turn,
         length * random.between(0.62, 0.85), depth - 1);
  }
}

void draw_vessels(Canvas& canvas, const FrontalShape& shape) {
  const Anatomy& a = shape.anatomy();
  Random random(a.texture, 2);
  const double density = 9.0 * a.vessels;
  for (const double sign : {-1.0, 1.0}) {
    const double y = a.apex + (sign < 0 ? 0.47 : 0.43) * shape.height();
    const Point hilum{shape.midline(y) + sign * (sign < 0 ? 0.185 : 0.20), y};
    canvas.ellipsoid(hilum, {0.055, 0.10}, sign * 0.3, 0.34, 0.8);
    const Knot trunk[] = {{{hilum.x - sign * 0.03, hilum.y - 0.05}, 0.036, 6},
                          {{hilum.x + sign * 0.02, hilum.y + 0.05}, 0.036, 6},
                          {{hilum.x + sign * 0.06, hilum.y + 0.19}, 0.024, 6}};
    canvas.tube(smooth(trunk, 5));
    const int main_branches = 9;
    for (int i = 0; i < main_branches; ++i) {
      // From steeply up over sideways to steeply down.
      const double lift = -1.35 + 2.75 * i / (main_branches - 1) + random.between(-0.12, 0.12);
      const double angle = sign > 0 ? lift : std::numbers::pi - lift;
      const double start = 0.05 + 0.05 * random.uniform();
      const Knot root{{hilum.x + start * std::cos(angle), hilum.y + 1.4 * start * std::sin(angle)},
                      random.between(0.011, 0.0165) * (lift > 0.3 ? 1.15 : 0.9),
                      density};
      grow(canvas, random, root, angle, random.between(0.17, 0.24), 3);
    }
  }
}

void draw_spine(Canvas& dense, const FrontalShape& shape) {
  const Anatomy& a = shape.anatomy();
  constexpr double spacing = 0.125;
  for (int i = 0; i < 17; ++i) {
    const double y = -1.03 + spacing * i;
    const double half = 0.070 + 0.0022 * i;
    const double x = shape.midline(y);
    const Point body[] = {{x - half, y - 0.050}, {x + half, y - 0.050}, {x + 0.90 * half, y},
                          {x + half, y + 0.050}, {x - half, y + 0.050}, {x - 0.90 * half, y}};
    dense.polygon(body, 0.42 * a.bone, 0.012);
    for (const double edge : {-0.050, 0.050}) {
      const Knot plate[] = {{{x - half, y + edge}, 0.008, 12 * a.bone}, {{x + half, y + edge}, 0.008, 12 * a.bone}};
      dense.tube(plate);
    }
    for (const double sign : {-1.0, 1.0}) {
      dense.ellipsoid({x + sign * 0.62 * half, y - 0.012}, {0.016, 0.024}, 0, 0.22 * a.bone);
      const Knot process[] = {{{x + sign * half * 0.9, y - 0.02}, 0.020, 5 * a.bone},
                              {{x + sign * (half + 0.075), y - 0.035}, 0.016, 5 * a.bone}};
      dense.tube(process, {0.6, 0.5});
    }
    dense.ellipsoid({x, y + 0.035}, {0.013, 0.036}, 0, 0.26 * a.bone);
  }
}

void draw_airways(Canvas& dense, const FrontalShape& shape) {
  const double carina = shape.anatomy().apex + 0.36 * shape.height();
  const double x = shape.midline(carina) - 0.01;
  const Knot trachea[] = {{{shape.midline(-1), -1.1}, 0.044, -5.0},
                          {{x - 0.005, carina - 0.2}, 0.044, -5.0},
                          {{x, carina - 0.02}, 0.046, -5.0}};
  dense.tube(smooth(trachea, 6));
  const Knot right[] = {{{x - 0.01, carina - 0.02}, 0.032, -4},
                        {{x - 0.13, carina + 0.12}, 0.028, -3.5},
                        {{x - 0.20, carina + 0.22}, 0.02, -2}};
  const Knot left[] = {{{x + 0.01, carina - 0.02}, 0.030, -4},
                       {{x + 0.17, carina + 0.11}, 0.026, -3.5},
                       {{x + 0.24, carina + 0.15}, 0.018, -2}};
  dense.tube(smooth(right, 6));
  dense.tube(smooth(left, 6));
}

void draw_ribs(Canvas& dense, const FrontalShape& shape, const RibBreak& broken) {
  const Anatomy& a = shape.anatomy();
  for (int rib = 0; rib < ribs; ++rib) {
    for (const double sign : {-1.0, 1.0}) {
      std::vector<Knot> path;
      std::vector<Knot> rest;
      const double end = rib == 0 ? 2.6 : 2.68 - 0.06 * rib;
      const bool breaks = rib == broken.rib && sign == broken.sign;
      for (int k = 0; k <= 22; ++k) {
        const double phi = 0.10 + (end - 0.10) * k / 22;
        const double front = smooth_step(1.35, 1.9, phi);
        const double fade = 1 - 0.95 * smooth_step(end - 0.30, end, phi);
        Point at = on_rib(shape, rib, sign, phi);
        const bool beyond = breaks && phi > broken.phi;
        if (beyond) at.y += broken.step;
        const double density = 10.2 * a.bone * (1 - 0.22 * front) * fade;
        (beyond ? rest : path).push_back({at, 0.031 + 0.005 * front - (rib == 0 ? 0.004 : 0), density});
      }
      dense.tube(path, {0.80, 0.42});
      if (!rest.empty()) dense.tube(rest, {0.80, 0.42});
    }
  }
}

void draw_girdle(Canvas& dense, const FrontalShape& shape, bool ap) {
  const Anatomy& a = shape.anatomy();
  for (const double s : {-1.0, 1.0}) {
    const double lift = a.clavicle_tilt + (ap ? 0.07 : 0);
    const Knot clavicle[] = {{{s * 0.075, -0.545}, 0.044, 9 * a.bone},
                             {{s * 0.22, -0.585 - 0.3 * lift}, 0.034, 12 * a.bone},
                             {{s * 0.46, -0.675 - lift}, 0.030, 14 * a.bone},
                             {{s * 0.70, -0.775 - lift}, 0.030, 13 * a.bone},
                             {{s * 0.86, -0.775 - lift}, 0.036, 10 * a.bone}};
    dense.tube(smooth(clavicle, 7), {0.78, 0.5});
    // Rolled forward for PA, the blades leave the lungs; lying or AP, they overlap them.
    const double in = ap ? -0.10 : 0.0;
    const Point corners[] = {{s * (0.62 + in), -0.60},     {s * (0.78 + in / 2), -0.66}, {s * 0.86, -0.52},
                             {s * (0.82 + in / 2), -0.30}, {s * (0.73 + in), -0.02},     {s * (0.66 + in), -0.25}};
    dense.polygon(corners, 0.10 * a.bone, 0.02);
    const Knot inner[] = {{{s * (0.62 + in), -0.62}, 0.010, 9 * a.bone},
                          {{s * (0.635 + in), -0.40}, 0.010, 9 * a.bone},
                          {{s * (0.67 + in), -0.20}, 0.011, 9 * a.bone},
                          {{s * (0.73 + in), -0.02}, 0.014, 9 * a.bone}};
    const Knot outer[] = {{{s * (0.73 + in), -0.02}, 0.015, 10 * a.bone},
                          {{s * (0.80 + in / 2), -0.26}, 0.016, 11 * a.bone},
                          {{s * 0.845, -0.50}, 0.018, 11 * a.bone}};
    const Knot crest[] = {{{s * (0.63 + in), -0.57}, 0.010, 9 * a.bone},
                          {{s * 0.80, -0.70}, 0.018, 9 * a.bone},
                          {{s * 0.93, -0.80}, 0.030, 7 * a.bone}};
    dense.tube(smooth(inner, 6));
    dense.tube(smooth(outer, 6));
    dense.tube(smooth(crest, 6), {0.6, 0.5});
    dense.ellipsoid({s * 0.80, -0.66}, {0.035, 0.050}, s * 0.4, 0.45 * a.bone);  // coracoid
    const Knot humerus[] = {{{s * 0.955, -0.57}, 0.105, 3.6 * a.bone},
                            {{s * 0.985, -0.53}, 0.095, 3.8 * a.bone},
                            {{s * 1.02, -0.36}, 0.055, 6.5 * a.bone},
                            {{s * 1.12, 0.3}, 0.052, 7 * a.bone}};
    dense.tube(smooth(humerus, 7), {0.85, 0.35});
  }
}

void draw_middle(Canvas& dense, Canvas& air, const FrontalShape& shape) {
  const Anatomy& a = shape.anatomy();
  const Point knob = shape.knob();
  // The knob displaces lung beside the mediastinum.
  air.each({knob.x - 0.3, knob.y - 0.3}, {knob.x + 0.3, knob.y + 0.4}, [&](Point p, float& value) {
    const double u = (p.x - knob.x) / a.knob_radius;
    const double v = (p.y - knob.y) / (a.knob_radius * (p.y < knob.y ? 0.95 : 1.5));
    const double inside = 1 - u * u - v * v;
    if (inside > 0) value = std::max(0.0F, value - static_cast<float>(1.9 * std::sqrt(inside)));
  });
  const double side = shape.midline(0) + 0.115;
  const Knot aorta[] = {{{knob.x - 0.02, knob.y}, 0.07, 2.2},
                        {{side, 0.0}, 0.075, 2.2},
                        {{side - 0.02, 0.5}, 0.07, 2.2},
                        {{side - 0.08, 1.0}, 0.06, 2.2}};
  dense.tube(smooth(aorta, 6));
  const double gas_y = shape.dome(0.32, 1) + 0.13;
  dense.ellipsoid({0.36, gas_y}, {0.15 * a.gas, 0.085 * a.gas}, 0.15, -0.85, 0.7);
  Random random(a.texture, 3);
  for (int i = 0; i < 4; ++i) {
    const double r = random.between(0.03, 0.07);
    dense.ellipsoid({random.between(0.1, 0.6), std::min(1.1, gas_y + random.between(0.16, 0.4))}, {1.4 * r, r},
                    random.between(-0.6, 0.6), -random.between(0.15, 0.4), 0.8);
  }
  const Point liver[] = {
      {-0.05, a.right_dome + 0.12}, {-0.75, a.base}, {-0.8, 1.2}, {0.1, 1.2}, {0.25, a.right_dome + 0.2}};
  dense.polygon(liver, 0.22, 0.12);
}

}  // namespace

Point on_rib(const FrontalShape& shape, int rib, double sign, double phi) {
  const Anatomy& a = shape.anatomy();
  const double spacing = (shape.height() - 0.10) / 10.0;
  const double start = a.apex + 0.035 + a.rib_phase + spacing * rib;
  const double drop = a.rib_drop * (0.20 + 0.44 * std::min(1.0, rib / 5.0));
  const double turn = (1 - std::cos(phi)) / 2;
  const double wall = shape.lateral(start + 0.5 * drop) - 0.004;
  const double y = start - 0.035 * std::sin(phi) + drop * std::pow(turn, 1.05);
  return {shape.midline(y) + sign * (0.05 + (wall - 0.05) * std::sin(phi)), y};
}

FrontalChest draw_frontal(const FrontalShape& shape, const Frame& frame, int size, bool ap, const RibBreak& broken) {
  const Canvas blank(size, frame);
  FrontalChest chest{blank.another(), blank.another(), blank.another(), blank.another()};
  draw_trunk(chest.body, shape);
  draw_air(chest.air, shape);
  draw_vessels(chest.vessels, shape);
  draw_spine(chest.dense, shape);
  draw_airways(chest.dense, shape);
  draw_ribs(chest.dense, shape, broken);
  draw_girdle(chest.dense, shape, ap);
  draw_middle(chest.dense, chest.air, shape);
  return chest;
}

image::Plane attenuation(const FrontalChest& chest) {
  image::Plane sum = chest.body.plane;
  for (std::size_t i = 0; i < sum.values.size(); ++i) {
    const float air = chest.air.plane.values[i];
    const float inside = std::min(1.0F, air / 1.2F);
    sum.values[i] = std::max(0.0F, sum.values[i] - air + chest.vessels.plane.values[i] * inside);
    // Bones outside the trunk's outline, such as a shoulder's edge, would float in the air.
    sum.values[i] += chest.dense.plane.values[i] * std::min(1.0F, chest.body.plane.values[i] / 0.4F);
    sum.values[i] = std::max(0.0F, sum.values[i]);
  }
  return sum;
}

}  // namespace cxrval::phantom

// SPDX-License-Identifier: Apache-2.0
#include "phantom/lesions.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace cxrval::phantom {

namespace {

// Pixel extents of what was painted.
struct Extent {
  int x0 = 1 << 20, y0 = 1 << 20, x1 = -1, y1 = -1;
  void add(int x, int y) {
    x0 = std::min(x0, x);
    y0 = std::min(y0, y);
    x1 = std::max(x1, x);
    y1 = std::max(y1, y);
  }
};

class Painter {
 public:
  Painter(const FrontalShape& shape, FrontalChest& chest, std::vector<LesionBox>& boxes)
      : shape_(shape), chest_(chest), boxes_(boxes) {}

  void paint(const Lesion& lesion, Random& random);
  // The box and the swelling round a rib's break that is drawn with the ribs.
  void fracture(Point at, double severity);

 private:
  using Field = std::function<double(Point)>;

  // Fills air: opacity o leaves the part exp(-o) of it.
  void opacify(LesionKind kind, Point low, Point high, const Field& opacity);
  void add_box(LesionKind kind, Point low, Point high);
  void add_box(LesionKind kind, const Extent& extent);
  Point place_in_lung(double sign, Random& random, double margin) const;

  void nodules(const Lesion& lesion, Random& random);
  void consolidation(const Lesion& lesion, Random& random);
  void infiltration(const Lesion& lesion, Random& random);
  void interstitial(const Lesion& lesion, Random& random);
  void effusion(const Lesion& lesion, Random& random);
  void pneumothorax(const Lesion& lesion, Random& random);
  void heart_box();
  void knob_box();

  const FrontalShape& shape_;
  FrontalChest& chest_;
  std::vector<LesionBox>& boxes_;
};

double sign_of(Side side) {
  return side == Side::right ? -1.0 : 1.0;
}

void Painter::add_box(LesionKind kind, const Extent& extent) {
  const int last = chest_.air.size();
  const LesionBox box{kind, std::max(0, extent.x0), std::max(0, extent.y0), std::min(last, extent.x1 + 1),
                      std::min(last, extent.y1 + 1)};
  if (box.x_max - box.x_min >= 2 && box.y_max - box.y_min >= 2) boxes_.push_back(box);
}

void Painter::add_box(LesionKind kind, Point low, Point high) {
  Extent extent;
  for (const Point corner : {low, high, Point{low.x, high.y}, Point{high.x, low.y}}) {
    const Point at = chest_.air.frame().to_pixel(corner);
    extent.add(static_cast<int>(std::floor(at.x)), static_cast<int>(std::floor(at.y)));
  }
  add_box(kind, extent);
}

void Painter::opacify(LesionKind kind, Point low, Point high, const Field& opacity) {
  const int size = chest_.air.size();
  std::vector<float> removed(chest_.air.plane.values.size(), 0.0F);
  float most = 0;
  chest_.air.each(low, high, [&](Point p, float& air) {
    if (air <= 0) return;
    const double o = opacity(p);
    if (o <= 0) return;
    const auto loss = static_cast<float>(static_cast<double>(air) * (1 - std::exp(-o)));
    air -= loss;
    removed[static_cast<std::size_t>(&air - chest_.air.plane.values.data())] = loss;
    most = std::max(most, loss);
  });
  const float seen = std::max(0.06F, 0.3F * most);
  Extent extent;
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (removed[i] >= seen) extent.add(static_cast<int>(i) % size, static_cast<int>(i) / size);
  }
  if (extent.x1 >= 0) add_box(kind, extent);
}

Point Painter::place_in_lung(double sign, Random& random, double margin) const {
  for (int attempt = 0; attempt < 60; ++attempt) {
    const double along = random.between(0.12, 0.74);
    const Point p = shape_.at(along, random.between(0.15, 0.85), sign);
    const bool clear = shape_.heart(p) == 0 && shape_.heart({p.x - sign * margin, p.y}) == 0 &&
                       p.y + margin < shape_.dome(p.x - shape_.midline(p.y), sign);
    if (clear) return p;
  }
  return shape_.at(0.4, 0.6, sign);
}

void Painter::nodules(const Lesion& lesion, Random& random) {
  const int count = lesion.severity > 0.75 && random.chance(0.5) ? random.integer(2, 4) : 1;
  for (int i = 0; i < count; ++i) {
    const double radius = (count > 1 ? 0.7 : 1.0) * (0.045 + 0.085 * lesion.severity * random.between(0.7, 1.1));
    const Point at = place_in_lung(sign_of(lesion.side), random, radius);
    const Noise ragged(random.bits());
    const double wave = random.between(0.06, 0.20);
    const double squeeze = random.between(0.85, 1.1);
    opacify(LesionKind::nodule_mass, {at.x - 1.4 * radius, at.y - 1.4 * radius},
            {at.x + 1.4 * radius, at.y + 1.4 * radius}, [&](Point p) {
              const double x = (p.x - at.x) * squeeze, y = (p.y - at.y) / squeeze;
              const double edge = radius * (1 + wave * ragged.fractal(3 * x / radius + 7, 3 * y / radius + 7, 2));
              const double inside = 1 - (x * x + y * y) / (edge * edge);
              return inside <= 0 ? 0.0 : (0.42 + 2.6 * radius) * std::pow(inside, 0.55);
            });
  }
}

void Painter::consolidation(const Lesion& lesion, Random& random) {
  const double sign = sign_of(lesion.side);
  const bool lower = random.chance(0.65);
  const Point at =
      shape_.at(lower ? random.between(0.48, 0.66) : random.between(0.20, 0.36), random.between(0.4, 0.75), sign);
  const double wide = 0.16 + 0.12 * lesion.severity, tall = 0.14 + 0.10 * lesion.severity;
  const Noise cloud(random.bits());
  const double depth = 0.75 + 0.75 * lesion.severity;
  opacify(LesionKind::consolidation, {at.x - 1.8 * wide, at.y - 1.8 * tall}, {at.x + 1.8 * wide, at.y + 1.8 * tall},
          [&](Point p) {
            const double x = (p.x - at.x) / wide, y = (p.y - at.y) / tall;
            const double far = std::sqrt(x * x + y * y) + 0.42 * cloud.fractal(6 * p.x, 6 * p.y, 3);
            return depth * smooth_step(1.25, 0.45, far) * (1 + 0.25 * cloud.fractal(22 * p.x, 22 * p.y, 2));
          });
}

void Painter::infiltration(const Lesion& lesion, Random& random) {
  const double sign = sign_of(lesion.side);
  const Point at = shape_.at(random.between(0.16, 0.34), random.between(0.35, 0.7), sign);
  struct Spot {
    Point at;
    double radius, depth;
  };
  std::vector<Spot> spots;
  const int count = 14 + static_cast<int>(16 * lesion.severity);
  for (int i = 0; i < count; ++i) {
    spots.push_back({{at.x + 0.12 * random.normal(), at.y + 0.11 * random.normal()},
                     random.between(0.018, 0.05),
                     random.between(0.2, 0.42) * (0.8 + 0.7 * lesion.severity)});
  }
  opacify(LesionKind::infiltration, {at.x - 0.5, at.y - 0.5}, {at.x + 0.5, at.y + 0.5}, [&](Point p) {
    double sum = 0;
    for (const Spot& spot : spots) {
      const double x = (p.x - spot.at.x) / spot.radius, y = (p.y - spot.at.y) / spot.radius;
      const double far = x * x + y * y;
      if (far < 4) sum += spot.depth * (1 - far / 4) * (1 - far / 4);
    }
    return std::min(1.4, sum);
  });
}

void Painter::interstitial(const Lesion& lesion, Random& random) {
  const Noise net(random.bits());
  const Noise extent(random.bits());
  const double strength = 0.42 + 0.5 * lesion.severity;
  for (const double sign : {-1.0, 1.0}) {
    const double low_x = sign < 0 ? -0.9 : 0.0;
    opacify(LesionKind::interstitial, {low_x, shape_.anatomy().apex}, {low_x + 0.9, shape_.anatomy().base + 0.1},
            [&](Point p) {
              const auto [along, across, side] = shape_.in_lung(p);
              if (side != sign) return 0.0;
              const double where = smooth_step(0.30, 0.62, along + 0.12 * extent(5 * p.x, 5 * p.y)) *
                                   (0.45 + 0.55 * smooth_step(0.2, 0.8, across));
              if (where <= 0) return 0.0;
              // Ridges of noise make the meshes of a net.
              const double x = 0.82 * p.x + 0.57 * p.y + 0.035 * extent(23 * p.x, 23 * p.y);
              const double y = 0.82 * p.y - 0.57 * p.x + 0.035 * extent(23 * p.x + 40, 23 * p.y);
              const double coarse = 1 - 2.2 * std::abs(net(17 * x, 17 * y));
              const double fine = 1 - 2.2 * std::abs(net(31 * x + 9, 31 * y + 4));
              return strength * where * (0.30 + 0.50 * std::max(0.0, coarse) + 0.45 * std::max(0.0, fine));
            });
  }
}

void Painter::effusion(const Lesion& lesion, Random& random) {
  const double sign = sign_of(lesion.side);
  const Anatomy& a = shape_.anatomy();
  const double wall = shape_.lateral(a.base - 0.15);
  const double level = a.base - 0.24 - 0.42 * lesion.severity - random.between(0, 0.04);
  const double rise = 0.10 + 0.10 * lesion.severity;
  const double low_x = sign < 0 ? -0.95 : 0.0;
  opacify(LesionKind::pleural_effusion, {low_x, a.apex}, {low_x + 0.95, a.base + 0.1}, [&](Point p) {
    const double across = sign * (p.x - shape_.midline(p.y)) / wall;
    if (across <= 0) return 0.0;
    // The meniscus climbs the wall steeply and the mediastinum a little.
    const double surface = level - rise * std::pow(std::min(1.05, across), 6) -
                           0.05 * std::pow(std::max(0.0, 0.35 - across) / 0.35, 2) + 0.06 * (1 - across);
    const double deep = p.y - surface;
    return 3.2 * smooth_step(-0.015, 0.10, deep) + 0.22 * smooth_step(-0.14, 0.0, deep);
  });
}

void Painter::pneumothorax(const Lesion& lesion, Random& random) {
  const double sign = sign_of(lesion.side);
  const Anatomy& a = shape_.anatomy();
  const double shrink = 0.20 + 0.34 * lesion.severity + random.between(0, 0.05);
  const double cap = 0.07 + 0.13 * lesion.severity;
  const double low_x = sign < 0 ? -0.95 : 0.0;
  Extent extent;
  const int size = chest_.air.size();
  // Distance of a point to the collapsed lung's edge: positive outside the lung, in widths of the hemithorax.
  const auto outside = [&](const FrontalShape::InLung& in) {
    const double top = cap - in.along;
    const double gap = shrink * (1 - 0.75 * smooth_step(0.1, 0.85, in.along));
    const double bulge = 1 - gap - 0.9 * std::pow(std::max(0.0, cap + 0.22 - in.along), 2) / 0.22;
    return std::max(1.3 * top, in.across - bulge);
  };
  const double thin = std::max(0.016, 2.4 / (chest_.air.frame().scale * 0.6));
  chest_.air.each({low_x, a.apex - 0.02}, {low_x + 0.95, a.base}, [&](Point p, float& air) {
    const auto in = shape_.in_lung(p);
    if (in.sign != sign || air <= 0.05F || in.along < 0) return;
    const auto i = static_cast<std::size_t>(&air - chest_.air.plane.values.data());
    const double d = outside(in);
    const double out = smooth_step(-0.01, 0.01, d);
    chest_.vessels.plane.values[i] *= static_cast<float>(1 - out);
    air *= static_cast<float>(1 - 0.18 * (1 - out) + 0.14 * out);
    chest_.vessels.plane.values[i] += static_cast<float>(0.55 * std::max(0.0, 1 - std::abs(d) / thin));
    if (d > 0.005) extent.add(static_cast<int>(i) % size, static_cast<int>(i) / size);
  });
  if (extent.x1 >= 0) add_box(LesionKind::pneumothorax, extent);
}

void Painter::heart_box() {
  const double x = shape_.midline(0.4);
  add_box(LesionKind::cardiomegaly, {x - shape_.heart_right(), FrontalShape::heart_top + 0.10},
          {x + shape_.heart_left(), shape_.heart_bottom()});
}

void Painter::knob_box() {
  const Point knob = shape_.knob();
  const double r = shape_.anatomy().knob_radius;
  add_box(LesionKind::aortic_enlargement, {knob.x - r, knob.y - r}, {knob.x + r, knob.y + 1.4 * r});
}

void Painter::fracture(Point at, double severity) {
  chest_.dense.ellipsoid(at, {0.055, 0.05}, 0, 0.12 + 0.1 * severity, 0.8);
  add_box(LesionKind::rib_fracture, {at.x - 0.085, at.y - 0.075}, {at.x + 0.085, at.y + 0.075});
}

void Painter::paint(const Lesion& lesion, Random& random) {
  switch (lesion.kind) {
    case LesionKind::nodule_mass:
      return nodules(lesion, random);
    case LesionKind::consolidation:
      return consolidation(lesion, random);
    case LesionKind::infiltration:
      return infiltration(lesion, random);
    case LesionKind::interstitial:
      return interstitial(lesion, random);
    case LesionKind::pleural_effusion:
      return effusion(lesion, random);
    case LesionKind::pneumothorax:
      return pneumothorax(lesion, random);
    case LesionKind::cardiomegaly:
      return heart_box();
    case LesionKind::aortic_enlargement:
      return knob_box();
    case LesionKind::rib_fracture:
      return;  // drawn with the ribs
  }
}

Anatomy diseased(Anatomy anatomy, const std::vector<Lesion>& lesions) {
  for (const Lesion& lesion : lesions) {
    if (lesion.kind == LesionKind::cardiomegaly) anatomy.heart_ratio = 0.56 + 0.12 * lesion.severity;
    if (lesion.kind == LesionKind::aortic_enlargement) anatomy.knob_radius = 0.118 + 0.042 * lesion.severity;
  }
  return anatomy;
}

}  // namespace

image::Plane draw_frontal_with_lesions(const RadiographPlan& plan, const Anatomy& anatomy, const Frame& frame,
                                       std::vector<LesionBox>& boxes) {
  const bool ap = plan.view == View::chest_ap;
  const FrontalShape shape(diseased(anatomy, plan.lesions), ap);
  RibBreak broken;
  std::optional<double> callus;
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    const Lesion& lesion = plan.lesions[i];
    if (lesion.kind != LesionKind::rib_fracture) continue;
    Random random(plan.exposure_seed, 50 + i);
    broken = {random.integer(3, 7), sign_of(lesion.side), random.between(0.75, 1.35),
              (0.022 + 0.025 * lesion.severity) * (random.chance(0.5) ? 1 : -1)};
    callus = lesion.severity;
  }
  FrontalChest chest = draw_frontal(shape, frame, plan.size, ap, broken);
  Painter painter(shape, chest, boxes);
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    Random random(plan.exposure_seed, 100 + i);
    painter.paint(plan.lesions[i], random);
  }
  if (callus) {
    const Point at = on_rib(shape, broken.rib, broken.sign, broken.phi);
    painter.fracture(at, *callus);
  }
  return attenuation(chest);
}

}  // namespace cxrval::phantom

// SPDX-License-Identifier: Apache-2.0
#include "phantom/chest.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::phantom {

namespace {

constexpr Profile::Node lateral_nodes[] = {{0, 0.30},     {0.02, 0.42}, {0.06, 0.54},  {0.12, 0.66}, {0.22, 0.79},
                                           {0.35, 0.875}, {0.55, 0.94}, {0.78, 0.985}, {1, 1}};
constexpr Profile::Node medial_nodes[] = {{0, 0.21},   {0.05, 0.15}, {0.12, 0.118}, {0.25, 0.112},
                                          {0.4, 0.12}, {0.7, 0.13},  {1, 0.14}};

// Borders of the heart from the level below the aortic knob (0) to its lower edge (1), as parts of its reach.
constexpr Profile::Node left_nodes[] = {{0, 0.30},    {0.16, 0.40}, {0.30, 0.48}, {0.46, 0.62}, {0.64, 0.83},
                                        {0.82, 0.97}, {0.92, 1},    {1.05, 0.93}, {1.3, 0.6}};
constexpr Profile::Node right_nodes[] = {{0, 0.46},   {0.3, 0.50}, {0.48, 0.66}, {0.66, 0.91},
                                         {0.80, 1.0}, {1, 0.93},   {1.3, 0.7}};

Profile bent_spine(double bend) {
  std::vector<Profile::Node> nodes;
  for (int i = 0; i <= 24; ++i) {
    const double y = -1.2 + 0.1 * i;
    nodes.push_back({y, bend * std::sin(2.6 * y + 0.6)});
  }
  return Profile(nodes);
}

}  // namespace

FrontalShape::FrontalShape(const Anatomy& anatomy, bool ap)
    : anatomy_(anatomy),
      width_(0.72 * anatomy.thorax_width),
      midline_(bent_spine(anatomy.scoliosis)),
      lateral_(lateral_nodes),
      medial_(medial_nodes),
      left_border_(left_nodes),
      right_border_(right_nodes) {
  if (ap) {
    // Lying patients breathe in less, and the heart lies farther from the film.
    anatomy_.right_dome -= 0.07;
    anatomy_.left_dome -= 0.07;
    anatomy_.heart_ratio = std::min(anatomy_.heart_ratio * 1.08, std::max(anatomy_.heart_ratio, 0.51));
  }
  const double heart_width = 2 * width_ * anatomy_.heart_ratio;
  heart_left_ = 0.66 * heart_width;
  heart_right_ = 0.34 * heart_width;
  heart_bottom_ = anatomy_.left_dome + 0.05;
}

double FrontalShape::lateral(double y) const {
  return width_ * lateral_((y - anatomy_.apex) / height());
}

double FrontalShape::medial(double y) const {
  return medial_((y - anatomy_.apex) / height());
}

FrontalShape::InLung FrontalShape::in_lung(Point p) const {
  const double x = p.x - midline(p.y);
  const double inner = medial(p.y), outer = lateral(p.y);
  return {(p.y - anatomy_.apex) / height(), (std::abs(x) - inner) / std::max(0.02, outer - inner), x < 0 ? -1.0 : 1.0};
}

Point FrontalShape::at(double along, double across, double sign) const {
  const double y = anatomy_.apex + along * height();
  const double inner = medial(y), outer = lateral(y);
  return {midline(y) + sign * (inner + across * (outer - inner)), y};
}

double FrontalShape::dome(double x, double sign) const {
  const double top = sign < 0 ? anatomy_.right_dome : anatomy_.left_dome;
  const double crest = 0.40 * width_ / 0.72;
  const double off = (sign * x - crest) / (width_ - crest);
  if (off > 0) return top + (anatomy_.base - top) * off * off * (0.35 + 0.65 * off);
  return top + 0.07 * off * off;
}

double FrontalShape::heart(Point p) const {
  const double s = (p.y - heart_top) / (heart_bottom_ - heart_top);
  if (s < 0 || s > 1.3) return 0;
  const double x = p.x - midline(p.y);
  const double left = heart_left_ * left_border_(s), right = heart_right_ * right_border_(s);
  const double middle = (left - right) / 2, half = (left + right) / 2;
  const double w = (x - middle) / half;
  if (w <= -1 || w >= 1) return 0;
  return std::sqrt(1 - w * w) * smooth_step(0, 0.12, s);
}

Point FrontalShape::knob() const {
  const double y = anatomy_.apex + 0.25 * height();
  return {midline(y) + 0.105 + 0.35 * (anatomy_.knob_radius - 0.08), y + 0.02};
}

}  // namespace cxrval::phantom

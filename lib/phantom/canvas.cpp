// SPDX-License-Identifier: Apache-2.0
#include "phantom/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cxrval::phantom {

Frame make_frame(int size, double degrees, double zoom, Point shift) {
  const double angle = degrees * std::numbers::pi / 180;
  const double half = size / 2.0;
  return {half * zoom, std::cos(angle), std::sin(angle), {half - 0.5 + half * shift.x, half - 0.5 + half * shift.y}};
}

std::vector<Knot> smooth(std::span<const Knot> knots, int steps) {
  std::vector<Knot> path;
  const auto at = [&](std::ptrdiff_t i) -> const Knot& {
    return knots[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(knots) - 1))];
  };
  const auto blend = [](double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  };
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(knots); ++i) {
    const Knot &a = at(i - 1), &b = at(i), &c = at(i + 1), &d = at(i + 2);
    for (int s = 0; s < steps; ++s) {
      const double t = static_cast<double>(s) / steps;
      path.push_back({{blend(a.at.x, b.at.x, c.at.x, d.at.x, t), blend(a.at.y, b.at.y, c.at.y, d.at.y, t)},
                      b.radius + t * (c.radius - b.radius),
                      b.density + t * (c.density - b.density)});
    }
  }
  if (!knots.empty()) path.push_back(knots.back());
  return path;
}

Canvas::Canvas(int size, const Frame& frame, std::shared_ptr<Tube> tube) : frame_(frame), tube_(std::move(tube)) {
  plane = {size, size, std::vector<float>(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), 0.0F)};
}

Canvas::Canvas(int size, const Frame& frame) : Canvas(size, frame, std::make_shared<Tube>()) {
  tube_->near.assign(plane.values.size(), 2.0F);
  tube_->weight.assign(plane.values.size(), 0.0F);
}

Canvas Canvas::another() const {
  return Canvas(size(), frame_, tube_);
}

Canvas::PixelBox Canvas::box_of(Point low, Point high) const {
  const Point corners[] = {frame_.to_pixel(low), frame_.to_pixel({high.x, low.y}), frame_.to_pixel({low.x, high.y}),
                           frame_.to_pixel(high)};
  double x0 = corners[0].x, x1 = x0, y0 = corners[0].y, y1 = y0;
  for (const Point& corner : corners) {
    x0 = std::min(x0, corner.x);
    x1 = std::max(x1, corner.x);
    y0 = std::min(y0, corner.y);
    y1 = std::max(y1, corner.y);
  }
  const double last = size() - 1;
  return {static_cast<int>(std::ceil(std::clamp(x0, 0.0, last + 1))),
          static_cast<int>(std::ceil(std::clamp(y0, 0.0, last + 1))),
          static_cast<int>(std::floor(std::clamp(x1, -1.0, last))),
          static_cast<int>(std::floor(std::clamp(y1, -1.0, last)))};
}

void Canvas::ellipsoid(Point centre, Point half_axes, double angle, double peak, double power) {
  const double reach = std::max(half_axes.x, half_axes.y);
  const double c = std::cos(angle), s = std::sin(angle);
  each({centre.x - reach, centre.y - reach}, {centre.x + reach, centre.y + reach}, [&](Point p, float& value) {
    const double x = p.x - centre.x, y = p.y - centre.y;
    const double u = (c * x + s * y) / half_axes.x, v = (c * y - s * x) / half_axes.y;
    const double inside = 1 - u * u - v * v;
    if (inside <= 0) return;
    value += static_cast<float>(peak * (power == 0.5 ? std::sqrt(inside) : std::pow(inside, power)));
  });
}

void Canvas::add_piece(const Knot& from, const Knot& to, PixelBox& touched) {
  constexpr double thinnest = 0.85;  // pixels; thinner tubes are drawn so wide and as much fainter
  const Point a = frame_.to_pixel(from.at), b = frame_.to_pixel(to.at);
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double r0 = from.radius * frame_.scale, r1 = to.radius * frame_.scale;
  const double reach = std::max({r0, r1, thinnest});
  const double last = size() - 1;
  if (std::min(a.x, b.x) - reach > last || std::min(a.y, b.y) - reach > last) return;
  if (std::max(a.x, b.x) + reach < 0 || std::max(a.y, b.y) + reach < 0) return;
  const int x0 = static_cast<int>(std::max(0.0, std::min(a.x, b.x) - reach));
  const int x1 = static_cast<int>(std::min(last, std::max(a.x, b.x) + reach + 1));
  const int y0 = static_cast<int>(std::max(0.0, std::min(a.y, b.y) - reach));
  const int y1 = static_cast<int>(std::min(last, std::max(a.y, b.y) + reach + 1));
  for (int y = y0; y <= y1; ++y) {
    for (int x = x0; x <= x1; ++x) {
      const double px = x - a.x, py = y - a.y;
      const double t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0.0;
      const double r = std::max(thinnest, r0 + t * (r1 - r0));
      const double ex = px - t * dx, ey = py - t * dy;
      const auto q = static_cast<float>((ex * ex + ey * ey) / (r * r));
      const std::size_t i =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(size()) + static_cast<std::size_t>(x);
      if (q >= 1 || q >= tube_->near[i]) continue;
      const double radius = from.radius + t * (to.radius - from.radius);
      const double density = from.density + t * (to.density - from.density);
      tube_->near[i] = q;
      tube_->weight[i] = static_cast<float>(2 * radius * density * std::min(1.0, radius * frame_.scale / r));
    }
  }
  touched = {std::min(touched.x0, x0), std::min(touched.y0, y0), std::max(touched.x1, x1), std::max(touched.y1, y1)};
}

void Canvas::settle(const PixelBox& touched, Section section) {
  const auto hollow = static_cast<float>(section.hollow);
  const auto missing = static_cast<float>((1 - section.fill) * section.hollow);
  for (int y = touched.y0; y <= touched.y1; ++y) {
    for (int x = touched.x0; x <= touched.x1; ++x) {
      const std::size_t i =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(size()) + static_cast<std::size_t>(x);
      const float q = tube_->near[i];
      if (q >= 1) continue;
      float path = std::sqrt(1 - q);
      if (hollow > 0 && q < hollow * hollow) path -= missing * std::sqrt(1 - q / (hollow * hollow));
      plane.values[i] += tube_->weight[i] * path;
      tube_->near[i] = 2;
    }
  }
}

void Canvas::tube(std::span<const Knot> path, Section section) {
  PixelBox touched{size(), size(), -1, -1};
  for (std::size_t i = 0; i + 1 < path.size(); ++i) add_piece(path[i], path[i + 1], touched);
  settle(touched, section);
}

void Canvas::polygon(std::span<const Point> corners, double density, double softness) {
  Point low = corners[0], high = corners[0];
  for (const Point& p : corners) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  const double edge = std::max(softness, 1 / frame_.scale);
  low = {low.x - edge, low.y - edge};
  high = {high.x + edge, high.y + edge};
  each(low, high, [&](Point p, float& value) {
    bool inside = false;
    double nearest = 4 * edge * edge;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
      const Point a = corners[j], b = corners[i];
      if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) * (b.x - a.x) / (b.y - a.y)) inside = !inside;
      const double dx = b.x - a.x, dy = b.y - a.y;
      const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
      const double ex = p.x - a.x - t * dx, ey = p.y - a.y - t * dy;
      nearest = std::min(nearest, ex * ex + ey * ey);
    }
    const double depth = (inside ? 1 : -1) * std::sqrt(nearest);
    value += static_cast<float>(density * smooth_step(-edge, edge, depth));
  });
}

Profile::Profile(std::span<const Node> nodes) : low_(nodes.front().at) {
  constexpr std::size_t count = 256;
  const double step = (nodes.back().at - low_) / (count - 1);
  steps_ = 1 / step;
  last_ = count - 1;
  const std::size_t n = nodes.size();
  std::vector<double> slope(n, 0.0);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double before = (nodes[i].value - nodes[i - 1].value) / (nodes[i].at - nodes[i - 1].at);
    const double after = (nodes[i + 1].value - nodes[i].value) / (nodes[i + 1].at - nodes[i].at);
    if (before * after > 0) slope[i] = 2 * before * after / (before + after);
  }
  std::size_t piece = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double at = low_ + static_cast<double>(k) * step;
    while (piece + 2 < n && at > nodes[piece + 1].at) ++piece;
    const Node &a = nodes[piece], &b = nodes[piece + 1];
    const double h = b.at - a.at;
    const double t = std::clamp((at - a.at) / h, 0.0, 1.0);
    const double t2 = t * t, t3 = t2 * t;
    values_.push_back((2 * t3 - 3 * t2 + 1) * a.value + (t3 - 2 * t2 + t) * h * slope[piece] +
                      (3 * t2 - 2 * t3) * b.value + (t3 - t2) * h * slope[piece + 1]);
  }
  values_.push_back(values_.back());
}

}  // namespace cxrval::phantom

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cxrval::phantom {

// Body coordinates: the film spans -1..1 in both directions when the patient stands straight in its middle, x to the
// right of the picture (the patient's left in a frontal view) and y down. About 17 cm a unit.
struct Point {
  double x = 0;
  double y = 0;
};

// Maps body coordinates to pixel centres: rotation about the middle, scaling, shift. Pixel (0, 0) is centred at (0, 0).
struct Frame {
  double scale = 1;  // pixels a unit
  double cosine = 1;
  double sine = 0;
  Point origin;  // the pixel of body (0, 0)

  Point to_pixel(Point body) const {
    return {origin.x + scale * (cosine * body.x - sine * body.y), origin.y + scale * (sine * body.x + cosine * body.y)};
  }
  Point to_body(Point pixel) const {
    const double x = (pixel.x - origin.x) / scale, y = (pixel.y - origin.y) / scale;
    return {cosine * x + sine * y, cosine * y - sine * x};
  }
};

// Turned by `degrees` clockwise on the picture, enlarged by `zoom`, moved by `shift` units.
Frame make_frame(int size, double degrees, double zoom, Point shift);

// One point of a tube's axis. The path length through the tube's middle is 2 * radius.
struct Knot {
  Point at;
  double radius = 0;
  double density = 1;  // attenuation a unit of path
};

// A tube's cross-section: a wall of full density around a core. hollow 0 is solid; else the core takes this part of
// the radius and has the part `fill` of the wall's density.
struct Section {
  double hollow = 0;
  double fill = 0;
};

// Smooth curve (Catmull-Rom) through the knots, `steps` pieces between neighbours.
std::vector<Knot> smooth(std::span<const Knot> knots, int steps);

// Attenuation (natural logarithm of the beam's weakening) as body parts add it up.
class Canvas {
 public:
  Canvas(int size, const Frame& frame);
  // Another empty canvas of the same size and frame, which shares the first one's working memory: the two must not be
  // drawn on at the same time.
  Canvas another() const;

  image::Plane plane;
  const Frame& frame() const { return frame_; }
  int size() const { return plane.width; }

  // Adds `peak` in the middle of an ellipse with half axes a and b, turned by `angle` radians, falling off to its edge
  // as the path through an ellipsoid does: (1 - r^2)^(power); 0.5 is an ellipsoid, larger is softer.
  void ellipsoid(Point centre, Point half_axes, double angle, double peak, double power = 0.5);
  // Adds a tube along straight pieces between the knots; where pieces overlap the nearer one counts.
  void tube(std::span<const Knot> path, Section section = {});
  // Adds a polygon of constant density with an edge `softness` units wide.
  void polygon(std::span<const Point> corners, double density, double softness);
  // Calls `paint(body point, value)` for every pixel whose centre lies in the box of body coordinates (grown by a
  // turned box's corners).
  template <class Paint>
  void each(Point low, Point high, Paint&& paint) {
    const PixelBox box = box_of(low, high);
    for (int y = box.y0; y <= box.y1; ++y) {
      float* row = plane.values.data() + static_cast<std::ptrdiff_t>(y) * size();
      const Point first = frame_.to_body({0, static_cast<double>(y)});
      const double step_x = frame_.cosine / frame_.scale, step_y = -frame_.sine / frame_.scale;
      for (int x = box.x0; x <= box.x1; ++x) paint(Point{first.x + x * step_x, first.y + x * step_y}, row[x]);
    }
  }

 private:
  struct PixelBox {
    int x0, y0, x1, y1;
  };
  PixelBox box_of(Point low, Point high) const;
  void add_piece(const Knot& from, const Knot& to, PixelBox& touched);
  void settle(const PixelBox& touched, Section section);

  struct Tube {
    std::vector<float> near;    // squared distance to the tube being drawn, in squared radii; 2 is far
    std::vector<float> weight;  // its 2 * radius * density
  };
  Canvas(int size, const Frame& frame, std::shared_ptr<Tube> tube);

  Frame frame_;
  std::shared_ptr<Tube> tube_;
};

// 0 below `low`, 1 above `high`, smooth between.
inline double smooth_step(double low, double high, double value) {
  const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

// The curve through (positions[i], values[i]), constant outside; smooth, without overshoot.
class Profile {
 public:
  struct Node {
    double at, value;
  };
  explicit Profile(std::span<const Node> nodes);
  double operator()(double at) const {
    const double position = std::clamp((at - low_) * steps_, 0.0, last_);
    const auto i = static_cast<std::size_t>(position);
    const double t = position - static_cast<double>(i);
    return values_[i] + t * (values_[i + 1] - values_[i]);
  }

 private:
  double low_;
  double steps_;  // a unit
  double last_;
  std::vector<double> values_;
};

// Smooth noise of mean 0, about -1..1, whose details are about `1 / frequency` units large.
class Noise {
 public:
  explicit Noise(std::uint64_t seed);
  double operator()(double x, double y) const;
  // Octaves of halving size and amplitude.
  double fractal(double x, double y, int octaves) const;

 private:
  float lattice_[64 * 64];
};

}  // namespace cxrval::phantom

// SPDX-License-Identifier: Apache-2.0
#include "phantom/canvas.hpp"
#include "phantom/random.hpp"

#include <cmath>

namespace cxrval::phantom {

Noise::Noise(std::uint64_t seed) {
  Random random(seed);
  for (float& value : lattice_) value = static_cast<float>(random.between(-1, 1));
}

double Noise::operator()(double x, double y) const {
  const double fx = std::floor(x), fy = std::floor(y);
  double u = x - fx, v = y - fy;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  const auto ix = static_cast<std::size_t>(static_cast<std::int64_t>(fx)),
             iy = static_cast<std::size_t>(static_cast<std::int64_t>(fy));
  const std::size_t x0 = ix & 63, x1 = (ix + 1) & 63, y0 = (iy & 63) * 64, y1 = ((iy + 1) & 63) * 64;
  const double top = lattice_[y0 + x0] + u * (lattice_[y0 + x1] - lattice_[y0 + x0]);
  const double bottom = lattice_[y1 + x0] + u * (lattice_[y1 + x1] - lattice_[y1 + x0]);
  return top + v * (bottom - top);
}

double Noise::fractal(double x, double y, int octaves) const {
  double sum = 0;
  double amplitude = 1;
  for (int i = 0; i < octaves; ++i) {
    sum += amplitude * (*this)(x, y);
    x = 2.03 * x + 17.3;
    y = 1.97 * y + 5.1;
    amplitude /= 2;
  }
  return sum;
}

}  // namespace cxrval::phantom

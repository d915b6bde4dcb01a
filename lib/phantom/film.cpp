// SPDX-License-Identifier: Apache-2.0
#include "phantom/film.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::phantom {

namespace {

constexpr double lead = 7.5;

std::size_t index(int x, int y, int width) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
}

// Averages over cells, so that the wide scatter kernel costs little.
image::Plane shrink(const image::Plane& plane, int cells) {
  image::Plane small{cells, cells, std::vector<float>(static_cast<std::size_t>(cells * cells), 0.0F)};
  std::vector<int> count(small.values.size(), 0);
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      const std::size_t cell = index(x * cells / plane.width, y * cells / plane.height, cells);
      small.values[cell] += plane.values[index(x, y, plane.width)];
      ++count[cell];
    }
  }
  for (std::size_t i = 0; i < count.size(); ++i) small.values[i] /= static_cast<float>(std::max(1, count[i]));
  return small;
}

void blur_lines(std::vector<float>& values, int cells, int radius, bool rows) {
  std::vector<float> line(static_cast<std::size_t>(cells));
  for (int k = 0; k < cells; ++k) {
    for (int i = 0; i < cells; ++i) {
      float sum = 0;
      for (int d = -radius; d <= radius; ++d) {
        const int j = std::clamp(i + d, 0, cells - 1);
        sum += values[rows ? index(j, k, cells) : index(k, j, cells)];
      }
      line[static_cast<std::size_t>(i)] = sum / static_cast<float>(2 * radius + 1);
    }
    for (int i = 0; i < cells; ++i) {
      values[rows ? index(i, k, cells) : index(k, i, cells)] = line[static_cast<std::size_t>(i)];
    }
  }
}

// Three box filters each way: close to a Gaussian.
image::Plane blurred(const image::Plane& plane, int cells, int radius) {
  cells = std::min(cells, plane.width);
  image::Plane small = shrink(plane, cells);
  for (int pass = 0; pass < 3; ++pass) {
    blur_lines(small.values, cells, radius, true);
    blur_lines(small.values, cells, radius, false);
  }
  return small;
}

// One row of the picture from the cells, by bilinear interpolation.
class WideRow {
 public:
  WideRow(const image::Plane& cells, int size)
      : cells_(cells),
        to_cell_(static_cast<double>(cells.width) / size),
        line_(static_cast<std::size_t>(cells.width) + 1),
        row_(static_cast<std::size_t>(size)) {}

  const std::vector<float>& at(int y) {
    const int n = cells_.width;
    const double position = std::clamp((y + 0.5) * to_cell_ - 0.5, 0.0, n - 1.0);
    const int y0 = std::min(static_cast<int>(position), n - 2);
    const auto v = static_cast<float>(position - y0);
    for (int x = 0; x < n; ++x) {
      const float top = cells_.values[index(x, y0, n)];
      line_[static_cast<std::size_t>(x)] = top + v * (cells_.values[index(x, y0 + 1, n)] - top);
    }
    line_.back() = line_[line_.size() - 2];
    for (std::size_t x = 0; x < row_.size(); ++x) {
      const double across = std::clamp((static_cast<double>(x) + 0.5) * to_cell_ - 0.5, 0.0, n - 1.0);
      const auto cell = static_cast<std::size_t>(across);
      row_[x] = line_[cell] + static_cast<float>(across - static_cast<double>(cell)) * (line_[cell + 1] - line_[cell]);
    }
    return row_;
  }

 private:
  const image::Plane& cells_;
  double to_cell_;
  std::vector<float> line_;
  std::vector<float> row_;
};

// The detector's own blur: 1 2 1 each way.
void soften(image::Plane& plane) {
  const int n = plane.width;
  std::vector<float> above(static_cast<std::size_t>(n)), here(static_cast<std::size_t>(n));
  for (int y = 0; y < plane.height; ++y) {
    float* row = plane.values.data() + static_cast<std::ptrdiff_t>(y) * n;
    for (int x = 0; x < n; ++x) {
      here[static_cast<std::size_t>(x)] = (row[std::max(0, x - 1)] + 2 * row[x] + row[std::min(n - 1, x + 1)]) / 4;
    }
    std::copy(here.begin(), here.end(), row);
  }
  std::copy_n(plane.values.begin(), n, above.begin());
  for (int y = 0; y < plane.height; ++y) {
    float* row = plane.values.data() + static_cast<std::ptrdiff_t>(y) * n;
    const float* below = y + 1 < plane.height ? row + n : row;
    for (int x = 0; x < n; ++x) {
      const float middle = row[x];
      row[x] = (above[static_cast<std::size_t>(x)] + 2 * middle + below[x]) / 4;
      above[static_cast<std::size_t>(x)] = middle;
    }
  }
}

// Sums of four uniform 16-bit numbers: normal enough for noise, mean 0, standard deviation 1.
class Grain {
 public:
  explicit Grain(Random& random) : random_(random) {}
  double next() {
    const std::uint64_t b = random_.bits();
    const auto sum = static_cast<double>((b & 0xffff) + ((b >> 16) & 0xffff) + ((b >> 32) & 0xffff) + (b >> 48));
    return (sum - 131070.0) * (1 / 37837.2);
  }

 private:
  Random& random_;
};

// The characteristic curve as a table over attenuation -1 to 9.
std::vector<float> characteristic(const Exposure& exposure) {
  std::vector<float> table(2001);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double attenuation = -1 + 0.005 * static_cast<double>(i);
    table[i] = static_cast<float>(4095 / (1 + std::exp(-exposure.contrast * (attenuation - exposure.middle))));
  }
  return table;
}

void collimate(image::Plane& primary, const Exposure& exposure, Random& random) {
  if (exposure.collimation <= 0) return;
  std::array<double, 4> edge{};
  for (double& e : edge) e = exposure.collimation * random.between(0.2, 1.0) * primary.width / 2;
  const double soft = std::max(1.0, primary.width / 256.0);
  for (int y = 0; y < primary.height; ++y) {
    for (int x = 0; x < primary.width; ++x) {
      const double inside =
          std::min({x - edge[0], primary.width - 1 - x - edge[1], y - edge[2], primary.height - 1 - y - edge[3]});
      if (inside > soft) continue;
      float& value = primary.values[index(x, y, primary.width)];
      value *= static_cast<float>(0.004 + 0.996 * smooth_step(-soft, soft, inside));
    }
  }
}

void add_marker(image::Plane& attenuation, const Exposure& exposure) {
  const int size = attenuation.width;
  Canvas canvas(size, make_frame(size, 0, 1, {}));
  const Point at{2 * exposure.marker_at.x - 1, 2 * exposure.marker_at.y - 1};
  const auto stroke = [&](double x0, double y0, double x1, double y1) {
    const Knot ends[] = {{{at.x + x0, at.y + y0}, 0.009, 1}, {{at.x + x1, at.y + y1}, 0.009, 1}};
    canvas.tube(ends);
  };
  stroke(0, 0, 0, 0.09);
  if (exposure.letter == 'L') {
    stroke(0, 0.09, 0.05, 0.09);
  } else {
    stroke(0, 0, 0.035, 0.003);
    stroke(0.035, 0.003, 0.048, 0.023);
    stroke(0.048, 0.023, 0.035, 0.044);
    stroke(0.035, 0.044, 0, 0.047);
    stroke(0.022, 0.047, 0.05, 0.09);
  }
  for (std::size_t i = 0; i < canvas.plane.values.size(); ++i) {
    if (canvas.plane.values[i] > 0) {
      attenuation.values[i] += static_cast<float>(lead * smooth_step(0, 0.008, canvas.plane.values[i]));
    }
  }
}

// Turns the primary beam into what the detector reads, as attenuation again: scatter and quantum noise added.
void detect(image::Plane& film, const Exposure& exposure, Random& random) {
  const image::Plane scatter = blurred(film, 32, 2);
  Grain grain(random);
  WideRow wide(scatter, film.width);
  // Pixels of a smaller picture are larger and catch more quanta.
  const double quanta = exposure.quanta * (512.0 / film.width) * (512.0 / film.width);
  for (int y = 0; y < film.height; ++y) {
    const std::vector<float>& around = wide.at(y);
    for (int x = 0; x < film.width; ++x) {
      float& value = film.values[index(x, y, film.width)];
      const double scattered = static_cast<double>(around[static_cast<std::size_t>(x)]);
      const double signal = (1 - exposure.scatter) * static_cast<double>(value) + exposure.scatter * scattered;
      const double noisy = signal + std::sqrt(signal / quanta) * grain.next();
      value = static_cast<float>(-std::log(std::max(noisy, 1e-4)));
    }
  }
}

}  // namespace

std::vector<std::uint16_t> expose(const image::Plane& attenuation, const Exposure& exposure, Random& random) {
  image::Plane film = attenuation;
  if (exposure.marker) add_marker(film, exposure);
  for (float& value : film.values) value = static_cast<float>(std::exp(-static_cast<double>(value)));
  collimate(film, exposure, random);
  soften(film);
  detect(film, exposure, random);
  const std::vector<float> curve = characteristic(exposure);
  const image::Plane surroundings = blurred(film, 64, 2);
  WideRow wide(surroundings, film.width);
  std::vector<std::uint16_t> samples(film.values.size());
  for (int y = 0; y < film.height; ++y) {
    const std::vector<float>& around = wide.at(y);
    for (int x = 0; x < film.width; ++x) {
      const std::size_t i = index(x, y, film.width);
      const double mean = static_cast<double>(around[static_cast<std::size_t>(x)]);
      const double here = static_cast<double>(film.values[i]);
      const double position = std::clamp((here + exposure.detail * (here - mean) + 1) * 200, 0.0, 1999.0);
      const auto cell = static_cast<std::size_t>(position);
      const double u = position - static_cast<double>(cell);
      samples[i] = static_cast<std::uint16_t>(curve[cell] + u * (curve[cell + 1] - curve[cell]) + 0.5);
    }
  }
  return samples;
}

}  // namespace cxrval::phantom

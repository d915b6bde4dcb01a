// SPDX-License-Identifier: Apache-2.0
#include "plot.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

constexpr std::size_t most_bins = 21;
constexpr std::size_t longest_bar = 50;
constexpr std::size_t label_width = 10;

class Bins {
 public:
  explicit Bins(std::span<const double> values)
      : lowest_(*std::min_element(values.begin(), values.end())),
        highest_(*std::max_element(values.begin(), values.end())),
        counts_(lowest_ == highest_ ? 1 : most_bins) {
    for (const double value : values) ++counts_[of(value)];
  }

  std::size_t of(double value) const {
    if (counts_.size() == 1) return 0;
    const double place = (value - lowest_) / width();
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(counts_.size() - 1)));
  }
  double middle(std::size_t bin) const {
    return counts_.size() == 1 ? lowest_ : lowest_ + (static_cast<double>(bin) + 0.5) * width();
  }
  const std::vector<std::size_t>& counts() const { return counts_; }

 private:
  double width() const { return (highest_ - lowest_) / static_cast<double>(counts_.size()); }

  double lowest_;
  double highest_;
  std::vector<std::size_t> counts_;
};

// As many decimals as part neighbouring bins.
int decimals(const Bins& bins) {
  if (bins.counts().size() == 1) return 3;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(bins.middle(1) - bins.middle(0)))) + 1, 0, 6);
}

}  // namespace

std::vector<std::string> plot(std::span<const double> values, const PlotMarks& marks) {
  std::vector<std::string> lines;
  if (values.empty()) return lines;
  const Bins bins(values);
  const std::size_t most = *std::max_element(bins.counts().begin(), bins.counts().end());
  const std::array named{std::pair{&marks.low, "low"}, std::pair{&marks.estimate, "estimate"},
                         std::pair{&marks.high, "high"}};
  for (std::size_t bin = 0; bin < bins.counts().size(); ++bin) {
    std::string label = base::format_fixed(bins.middle(bin), decimals(bins));
    label.insert(0, label_width - std::min(label_width, label.size()), ' ');
    const std::size_t stars = (bins.counts()[bin] * longest_bar + most - 1) / most;
    std::string line = label + " |" + std::string(stars, '*');
    std::string note;
    for (const auto& [mark, name] : named) {
      if (*mark && bins.of(**mark) == bin) note += (note.empty() ? "" : ", ") + std::string(name);
    }
    if (!note.empty()) line += std::string(longest_bar - stars, ' ') + "  < " + note;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace cxrval::bootstrap_f1

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

struct FlowBox {
  std::string label;
  std::optional<std::uint64_t> count{};
};

// What leaves a stream at one place, by reason. Without any reason and any count no side box is drawn.
struct FlowLosses {
  FlowBox box{};  // such as "Unmatched"; the label may be empty
  std::vector<FlowBox> reasons{};
};

// A box and what left on the way to it.
struct FlowStep {
  FlowLosses losses{};
  FlowBox box{};
};

struct FlowStream {
  FlowBox start{};
  std::vector<FlowStep> steps{};
};

// One side of a split, such as AI positive, with its parts, such as report abnormal and report normal.
struct FlowSplit {
  FlowBox box{};
  std::vector<FlowBox> parts{};
};

// STARD 2015 (Bossuyt et al., BMJ 351:h5527), item 19, with the two streams of a retrospective pairing.
struct Flow {
  Heading heading{};
  FlowStream studies{};
  FlowStream reports{};
  FlowBox pairs{};                // where the streams join
  std::vector<FlowStep> steps{};  // behind it, such as unlabelled reports left out
  std::vector<FlowSplit> splits{};
};

// Data columns: part (studies, reports, pairs, split), kind (start, left_out, reason, remaining, side, part), label,
// count. Streams without a start are left out, so one alone is drawn as well.
Figure draw_flow(const Flow& flow);

}  // namespace cxrval::report

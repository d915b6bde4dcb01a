// SPDX-License-Identifier: Apache-2.0
#include "comparer.hpp"

#include "base/parallel.hpp"

#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace cxrval::eval_masks {
namespace {

class Comparer {
 public:
  Comparer(const Comparison& comparison, Sampled& sampled, cli::Run& run)
      : comparison_(comparison), sampled_(sampled), run_(run), ledger_(run.ledger("images", "evaluated")) {}

  void run(int threads) {
    std::vector<std::uint32_t> numbers(comparison_.images.images().size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    std::size_t next = 0;
    base::ordered_parallel_map(
        numbers, threads,
        [&](std::uint32_t number) { return why_not(number).empty() ? comparison_(number) : Compared{}; },
        [&](const Compared& compared) {
          take(static_cast<std::uint32_t>(next++), compared);
          run_.progress("images", next, numbers.size());
        });
  }

 private:
  // Why an image is left out before its masks are looked at; empty where it is not.
  std::string why_not(std::uint32_t number) const {
    const MaskSide& truth = comparison_.sides[0];
    if (truth.spoilt[number] || comparison_.sides[1].spoilt[number]) return "mask_rejected";
    return left_out_by(truth, number, comparison_.wanted.only);
  }

  std::string why_not(std::uint32_t number, const Compared& compared) const {
    const std::string reason = why_not(number);
    if (!reason.empty()) return reason;
    if (!compared.faults.empty()) return "mask_rejected";
    const bool any_image = comparison_.wanted.only == OnlyImages::all || compared.odd || compared.has_truth;
    return any_image ? "" : "no_truth";
  }

  void take(std::uint32_t number, const Compared& compared) {
    const std::string reason = why_not(number, compared);
    count_masks(number, compared, reason);
    if (!reason.empty()) {
      ledger_.excluded(reason);
    } else if (compared.odd) {
      run_.reject("images", *compared.odd);
    } else {
      ledger_.written();
      sampled_.add(number, compared);
    }
  }

  // Masks of an image that is left out are left out with it.
  void count_masks(std::uint32_t number, const Compared& compared, const std::string& reason) {
    for (const Side side : {Side::truth, Side::predicted}) {
      const bool truth = side == Side::truth;
      std::uint64_t masks = comparison_.sides[truth ? 0 : 1].of_image[number].size();
      const char* unit = truth ? "truths" : "predictions";
      for (const MaskFault& mask : compared.faults) {
        if (mask.side != side) continue;
        run_.reject(unit, mask.fault);
        --masks;
      }
      cli::Ledger& ledger = run_.ledger(unit, "evaluated");
      if (!reason.empty()) {
        ledger.excluded(reason == "mask_rejected" ? reason : "image_" + reason, masks);
      } else if (compared.odd) {
        ledger.excluded("image_rejected", masks);
      } else {
        ledger.written(masks);
      }
    }
  }

  const Comparison& comparison_;
  Sampled& sampled_;
  cli::Run& run_;
  cli::Ledger& ledger_;
};

}  // namespace

void compare_all(const Comparison& comparison, int threads, Sampled& sampled, cli::Run& run) {
  Comparer(comparison, sampled, run).run(threads);
}

}  // namespace cxrval::eval_masks

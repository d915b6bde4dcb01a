// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/interval.hpp"
#include "stats/scored.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::stats {

// What R models (or readers) say of the same studies. A higher score is more abnormal; an AUC below 1/2 stays there.
struct ModelScores {
  std::vector<std::vector<double>> models;  // one column a model, one finite score a study
  std::vector<std::uint8_t> positive;       // of each study, 1 or 0
  std::vector<std::uint32_t> patients;      // of each study; only obuchowski() reads them
};

ModelScores one_model(const Scored& scored);

// Areas under the ROC curves with their covariance. AUC = U / (positives * negatives) with the Mann-Whitney U, in which
// a tie counts one half.
struct AucEstimates {
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  std::uint64_t units = 0;             // what is independent: studies, or patients for obuchowski()
  std::vector<std::uint64_t> twice_u;  // of each model, exact
  std::vector<double> covariance;      // R x R, row by row; empty where it cannot be estimated
  std::optional<double> t_degrees;     // of freedom, for tests and limits by Student's t; nothing: the normal law
  std::string reason;                  // why there is no AUC or no covariance

  std::size_t models() const { return twice_u.size(); }
  std::optional<double> auc(std::size_t model) const;
  std::optional<double> standard_error(std::size_t model) const;
};

// DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
// characteristic curves", Biometrics 44, 1988, in O(R n log n) by midranks (Sun and Xu, IEEE Signal Process. Lett. 21,
// 2014). No AUC without studies of both kinds, no covariance with a single one of a kind. Throws base::Error for a
// score that is not finite and above 2e9 studies, std::invalid_argument for columns of different lengths.
AucEstimates delong(const ModelScores& scores);

// The same for patients with several studies: Obuchowski, "Nonparametric analysis of clustered ROC curve data",
// Biometrics 53, 1997. With one study a patient it is DeLong's, number by number. The limits use Student's t with one
// degree of freedom less than there are patients with a positive or patients with a negative study, whichever are
// fewer (a careful choice of ours; the paper takes the normal law). No covariance with a single one of such patients.
AucEstimates obuchowski(const ModelScores& scores);

struct AucInterval {
  Interval auc;
  std::string reason;  // why there are no limits
};

// AUC -+ z SE, cut at 0 and 1.
AucInterval wald_interval(const AucEstimates& estimates, std::size_t model, double level);
// The same on the logit scale with the delta method; never beyond 0..1.
AucInterval logit_interval(const AucEstimates& estimates, std::size_t model, double level);

// The AUC of a model less that of another one.
struct AucDifference {
  Interval difference;  // limits cut at -1 and 1
  std::optional<double> standard_error;
  std::optional<double> statistic;  // z, or t where there are degrees of freedom
  std::optional<double> t_degrees;
  std::optional<double> p;  // two-sided
  std::string reason;       // why something is not there
};

struct ModelPair {
  std::size_t first = 0;
  std::size_t second = 0;
};

// Models over the same studies.
AucDifference compare_paired(const AucEstimates& estimates, ModelPair pair, double level);
// The pair's first model in one set of studies, its second in an independent one: Student's t with Satterthwaite's
// degrees of freedom from the numbers of units, as in R's pROC (roc.test with paired = FALSE).
AucDifference compare_unpaired(const AucEstimates& one, const AucEstimates& other, ModelPair pair, double level);

}  // namespace cxrval::stats

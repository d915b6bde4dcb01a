// SPDX-License-Identifier: Apache-2.0
#include "stats/reference_law.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <stdexcept>

namespace cxrval::stats {
namespace {

void check(double degrees) {
  if (!(degrees > 0)) throw std::invalid_argument("no degrees of freedom");
}

}  // namespace

double chi_square_p(double x, double degrees) {
  check(degrees);
  if (!(x >= 0)) throw std::invalid_argument("chi_square_p: x is below 0");
  return boost::math::gamma_q(degrees / 2, x / 2);
}

// t^2 / (degrees + t^2) has the Beta(1/2, degrees / 2) law.
double student_t_of(double level, double degrees) {
  check(degrees);
  if (!(level > 0 && level < 1)) throw std::invalid_argument("student_t_of: level outside 0..1");
  double others = 0;
  const double share = boost::math::ibeta_inv(0.5, degrees / 2, level, &others);
  return std::sqrt(degrees * share / others);
}

double student_t_two_sided_p(double t, double degrees) {
  check(degrees);
  return boost::math::ibeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double f_law_p(double f, double degrees, double degrees_denominator) {
  check(degrees);
  check(degrees_denominator);
  if (!(f >= 0)) throw std::invalid_argument("f_law_p: f is below 0");
  return boost::math::ibeta(degrees_denominator / 2, degrees / 2,
                            degrees_denominator / (degrees_denominator + degrees * f));
}

}  // namespace cxrval::stats

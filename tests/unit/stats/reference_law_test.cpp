// SPDX-License-Identifier: Apache-2.0
#include "stats/reference_law.hpp"

#include "catch.hpp"
#include "stats/normal.hpp"

#include <stdexcept>

using namespace cxrval::stats;

// All numbers of this file: R 4.2.2, pchisq, qt, pt, pf and pnorm.

TEST_CASE("tails of the chi-square law are R's, the far one too") {
  CHECK(chi_square_p(3.84, 1) == approx(0.050043521248705224).epsilon(1e-13));
  CHECK(chi_square_p(7.5, 4) == approx(0.11170929281604328).epsilon(1e-13));
  CHECK(chi_square_p(120, 2) == approx(8.75651076269652e-27).epsilon(1e-12));
  CHECK(chi_square_p(0, 3) == 1);
  CHECK_THROWS_AS(chi_square_p(-1, 3), std::invalid_argument);
  CHECK_THROWS_AS(chi_square_p(1, 0), std::invalid_argument);
}

TEST_CASE("quantiles and tails of Student's law are R's") {
  CHECK(student_t_of(0.95, 1) == approx(12.706204736174694).epsilon(1e-12));
  CHECK(student_t_of(0.95, 29) == approx(2.0452296421327034).epsilon(1e-12));
  CHECK(student_t_of(0.99, 5) == approx(4.0321429835552287).epsilon(1e-12));
  CHECK(student_t_of(0.9, 5987) == approx(1.6451081795470053).epsilon(1e-12));
  CHECK(student_t_two_sided_p(-2.5, 7) == approx(0.040992218585752874).epsilon(1e-12));
  CHECK(student_t_two_sided_p(12, 59) == approx(1.8004065386783091e-17).epsilon(1e-11));
  CHECK_THROWS_AS(student_t_of(1, 5), std::invalid_argument);
  CHECK_THROWS_AS(student_t_of(0.95, 0), std::invalid_argument);
}

TEST_CASE("with many degrees of freedom Student's law is the normal one") {
  CHECK(student_t_of(0.95, 1e12) == approx(z_of(0.95)).epsilon(1e-10));
}

TEST_CASE("tails of the normal law are R's, the far one too") {
  CHECK(normal_two_sided_p(-1.5) == approx(0.13361440253771614).epsilon(1e-14));
  CHECK(normal_two_sided_p(30) == approx(9.8134278542963744e-198).epsilon(1e-12));
  CHECK(normal_two_sided_p(0) == 1);
  CHECK(normal_cdf(-10) == approx(7.6198530241605269e-24).epsilon(1e-13));
  CHECK(normal_cdf(1.2) == approx(0.88493032977829178).epsilon(1e-14));
}

TEST_CASE("tails of the F law are R's") {
  CHECK(f_law_p(1, 1, 1) == approx(0.5));
  CHECK(f_law_p(0, 3, 8) == 1);
  CHECK(f_law_p(4.06618055135116, 3, 8) == approx(0.05).epsilon(1e-9));
  CHECK_THROWS_AS(f_law_p(-1, 3, 8), std::invalid_argument);
  CHECK_THROWS_AS(f_law_p(1, 3, 0), std::invalid_argument);
}

TEST_CASE("F of one degree is the square of Student's t") {
  for (const double t : {0.1, 1.3, 4.0, 30.0}) {
    for (const double degrees : {1.0, 3.0, 11.0, 400.0})
      CHECK(f_law_p(t * t, 1, degrees) == approx(student_t_two_sided_p(t, degrees)));
  }
}

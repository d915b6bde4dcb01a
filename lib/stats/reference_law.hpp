// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::stats {

// P(X >= x) of the chi-square law, x from 0; the far tail keeps its digits. Throws std::invalid_argument for a negative
// x or no degrees of freedom.
double chi_square_p(double x, double degrees);

// The t with P(-t <= T <= t) = level of Student's law. Throws std::invalid_argument for a level outside 0..1 or no
// degrees of freedom.
double student_t_of(double level, double degrees);

// P(|T| >= |t|) of Student's law.
double student_t_two_sided_p(double t, double degrees);

// P(F >= f) of the F law, f from 0. Throws std::invalid_argument for a negative f or no degrees of freedom.
double f_law_p(double f, double degrees, double degrees_denominator);

}  // namespace cxrval::stats

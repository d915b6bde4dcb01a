// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::dicomweb {

// Whether the same request may be answered better later: 429 and 5xx, but not 501 (not implemented) and 505 (HTTP
// version), RFC 9110 section 15. Never another 4xx: what is wrong with the request stays wrong.
bool may_retry(int status);

// How long to wait before a further try, and how often.
struct RetryRule {
  int most_tries = 5;        // in all
  double first_wait = 1;     // seconds, doubled each time
  double longest_wait = 60;  // of ours; a server's Retry-After may be longer
  double longest_asked = 600;
};

// Seconds before try `tried` + 1 (tried from 1): half to all of the doubled wait, by `chance` in [0, 1), so that
// clients that failed together do not return together; at least what the server asked for. Nothing where there is no
// further try, or the server asks for more than longest_asked.
std::optional<double> wait_before_retry(const RetryRule& rule, int tried, std::optional<double> asked, double chance);

// The seconds of a Retry-After (RFC 9110 section 10.2.3), of which the form as a date is taken as its distance from
// `now` (seconds of the Unix epoch), at least 0. Nothing for anything else.
std::optional<double> parse_retry_after(std::string_view value, std::int64_t now);

}  // namespace cxrval::dicomweb

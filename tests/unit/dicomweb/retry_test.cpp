// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/retry.hpp"

#include "catch.hpp"

using namespace cxrval::dicomweb;

TEST_CASE("what may pass is tried again, and what is wrong with the request is not") {
  for (const int status : {429, 500, 502, 503, 504, 507, 599}) CHECK(may_retry(status));
  for (const int status : {200, 204, 302, 400, 401, 403, 404, 408, 409, 410, 501, 505, 600})
    CHECK_FALSE(may_retry(status));
}

TEST_CASE("waits double up to a longest one and are spread by chance") {
  const RetryRule rule{.most_tries = 9, .first_wait = 1, .longest_wait = 20};
  CHECK(wait_before_retry(rule, 1, std::nullopt, 0) == 0.5);
  CHECK(wait_before_retry(rule, 1, std::nullopt, 0.5) == 0.75);
  CHECK(wait_before_retry(rule, 2, std::nullopt, 0) == 1.0);
  CHECK(wait_before_retry(rule, 5, std::nullopt, 0) == 8.0);
  CHECK(wait_before_retry(rule, 8, std::nullopt, 0) == 10.0);
  CHECK_FALSE(wait_before_retry(rule, 9, std::nullopt, 0).has_value());
}

TEST_CASE("a server's own wait is kept unless it is unreasonable") {
  const RetryRule rule;
  CHECK(wait_before_retry(rule, 1, 30.0, 0) == 30.0);
  CHECK(wait_before_retry(rule, 4, 1.0, 0) == 4.0);
  CHECK_FALSE(wait_before_retry(rule, 1, 601.0, 0).has_value());
}

TEST_CASE("Retry-After is seconds or a date") {
  // Sun, 06 Nov 1994 08:49:37 GMT is 784111777, the example of RFC 9110.
  CHECK(parse_retry_after("120", 0) == 120.0);
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111747) == 30.0);
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111800) == 0.0);
  CHECK(parse_retry_after("Thu, 29 Feb 2024 00:00:00 GMT", 1709164799) == 1.0);
  for (const char* text :
       {"", "soon", "-1", "1.5", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nix 1994 08:49:37 GMT"}) {
    CHECK_FALSE(parse_retry_after(text, 0).has_value());
  }
}

// SPDX-License-Identifier: Apache-2.0
#include "image/sidecar.hpp"

#include "catch.hpp"
#include "image/preset.hpp"

#include <string>

using namespace cxrval::image;

namespace {

bool inverted(std::string_view json, PolarityRule rule = PolarityRule::automatic) {
  Source source;
  CHECK(read_sidecar(json, source).empty());
  return describe(source, {Preset::minmax, rule}).inverted;
}

std::string_view reason(std::string_view json) {
  Source source;
  return read_sidecar(json, source);
}

}  // namespace

TEST_CASE("a sidecar's INVERSE or MONOCHROME1 inverts by every rule, IDENTITY does not") {
  const char* inverse =
      R"({"00080060": {"vr": "CS", "Value": ["DX"]}, "20500020": {"vr": "CS", "Value": ["INVERSE"]}})";
  CHECK(inverted(inverse));
  CHECK(inverted(inverse, PolarityRule::plut));
  CHECK(inverted(inverse, PolarityRule::photometric));
  CHECK_FALSE(inverted(inverse, PolarityRule::none));
  CHECK(inverted(R"({"00280004": {"vr": "CS", "Value": ["MONOCHROME1"]}})"));
  CHECK(inverted(R"({"20500020": "INVERSE"})"));
  CHECK_FALSE(inverted(R"({"20500020": {"vr": "CS", "Value": ["IDENTITY"]}})"));
  CHECK_FALSE(inverted(R"({"20500020": {"vr": "CS"}, "00280004": {"Value": []}})"));
  CHECK_FALSE(inverted("{}"));
}

TEST_CASE("what is no JSON object is told") {
  CHECK(reason("") == "sidecar is not a JSON object");
  CHECK(reason("[]") == "sidecar is not a JSON object");
  CHECK(reason("{\"20500020\": ") == "sidecar is not a JSON object");
  std::string deep = "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  CHECK(reason(deep).empty());
}

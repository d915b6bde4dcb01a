// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/media_type.hpp"

#include "catch.hpp"

using namespace cxrval::dicomweb;

namespace {

std::string boundary(std::string_view text) {
  const auto type = parse_media_type(text);
  return type ? boundary_of(*type).value_or("none") : "damaged";
}

}  // namespace

TEST_CASE("boundaries are read with quotes and without") {
  CHECK(boundary("multipart/related; type=\"application/dicom\"; boundary=a-b_c") == "a-b_c");
  CHECK(boundary("Multipart/Related;boundary=\"a b;c\";type=application/dicom") == "a b;c");
  CHECK(boundary(R"(multipart/related; boundary="a\"b")") == "a\"b");
  CHECK(boundary("multipart/related ; BOUNDARY = x ; transfer-syntax=*") == "x");
}

TEST_CASE("what is no multipart, or has a boundary that cannot be one, has none") {
  CHECK(boundary("application/dicom+json; boundary=x") == "none");
  CHECK(boundary("multipart/related; type=application/dicom") == "none");
  CHECK(boundary("multipart/related; boundary=\"\"") == "none");
  CHECK(boundary("multipart/related; boundary=\"x \"") == "none");
  CHECK(boundary("multipart/related; boundary=" + std::string(70, 'x')) == std::string(70, 'x'));
  CHECK(boundary("multipart/related; boundary=" + std::string(71, 'x')) == "none");
}

TEST_CASE("damaged types are told apart from those without a boundary") {
  for (const char* text : {"", "multipart", "a/b; boundary", "a/b; =x", "a/b; boundary=\"x", "a/b; boundary=x y",
                           "a/b; boundary=\"x\"y", "a/b; boundary=;x=y"}) {
    CHECK_FALSE(parse_media_type(text).has_value());
  }
  CHECK(parse_media_type("text/html;").has_value());
}

TEST_CASE("of parameters that stand twice the first counts") {
  const auto type = parse_media_type("Application/DICOM; Type=A; type=b");
  REQUIRE(type);
  CHECK(type->type == "application/dicom");
  REQUIRE(type->find("type") != nullptr);
  CHECK(*type->find("type") == "A");
  CHECK(type->find("other") == nullptr);
}

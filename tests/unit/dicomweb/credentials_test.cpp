// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/credentials.hpp"

#include "base/error.hpp"

#include <string>

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::dicomweb;

namespace {

Credentials read(const std::string& text) {
  return read_credentials(*base::memory_source(text, "pacs.auth"), "/etc/pacs/pacs.auth");
}

std::string fault(const std::string& text) {
  try {
    read(text);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("credentials are lines of names and values") {
  const Credentials basic = read("# the PACS\n\nuser = tester\r\npassword=a = b#c \nauthority = ca.pem\n");
  CHECK(basic.user == "tester");
  CHECK(basic.password == "a = b#c");
  CHECK(basic.authority == "/etc/pacs/ca.pem");
  CHECK(basic.certificate.empty());
  const Credentials bearer = read("token = abc\ncertificate = /keys/client.pem\nkey = client.key\nkey_password = x");
  CHECK(bearer.token == "abc");
  CHECK(bearer.certificate == "/keys/client.pem");
  CHECK(bearer.key == "/etc/pacs/client.key");
  CHECK(bearer.key_password == "x");
  CHECK(read("").user.empty());
}

TEST_CASE("a wrong line is named and never shown") {
  CHECK(fault("user = a\nsecret") == "pacs.auth:2: is not NAME = VALUE");
  CHECK_THAT(fault("secret = a"), contains("pacs.auth:1: has an unknown name"));
  CHECK_THAT(fault("secret = a"), !contains("secret"));
  CHECK(fault("user = a\nuser = b") == "pacs.auth:2: has a name that stood before");
  CHECK(fault("user =") == "pacs.auth:1: has no value");
  CHECK(fault("token = a\x01") == "pacs.auth:1: holds a control character");
}

TEST_CASE("without a file the environment says who asks") {
  CHECK(credentials_of({"a", "b", ""}).password == "b");
  CHECK(credentials_of({"", "", "t"}).token == "t");
  CHECK(credentials_of({"", "", ""}).user.empty());
  CHECK_THROWS_AS(credentials_of({"a", "", ""}), base::UsageError);
  CHECK_THROWS_AS(credentials_of({"a", "b", "t"}), base::UsageError);
  CHECK_THROWS_AS(credentials_of({"", "", "t\r\nX-Evil: 1"}), base::UsageError);
}

TEST_CASE("what does not go together is refused") {
  CHECK(fault("user = a") == "pacs.auth: user and password belong together");
  CHECK(fault("password = a") == "pacs.auth: user and password belong together");
  CHECK(fault("user = a:b\npassword = c") == "pacs.auth: a user's name cannot hold a colon");
  CHECK(fault("user = a\npassword = b\ntoken = c") == "pacs.auth: user and token cannot both be given");
  CHECK(fault("key = a") == "pacs.auth: key needs a certificate");
}

// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/service_url.hpp"

#include "base/error.hpp"

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::dicomweb;

TEST_CASE("a service's address is http or https, without secrets and without a query") {
  CHECK(service_url("http://127.0.0.1:8042/dicom-web/") == "http://127.0.0.1:8042/dicom-web");
  CHECK(service_url("https://pacs.example//") == "https://pacs.example");
  for (const char* text : {"", "pacs", "ftp://pacs/", "file:///etc/passwd", "http://", "http://user:secret@pacs/",
                           "http://user@pacs", "http://pacs/?a=b", "http://pacs/#a", "http://pa cs/"}) {
    CHECK_THROWS_AS(service_url(text), base::UsageError);
  }
}

TEST_CASE("a server is its scheme, host and port") {
  CHECK(same_server("http://pacs/a", "http://pacs:80/b?c"));
  CHECK(same_server("https://PACS/a", "https://pacs:443/"));
  CHECK_FALSE(same_server("http://pacs/", "https://pacs/"));
  CHECK_FALSE(same_server("http://pacs/", "http://pacs:8080/"));
  CHECK_FALSE(same_server("http://pacs/", "http://pacs.example/"));
  CHECK_FALSE(same_server("http://127.0.0.1/", "http://localhost/"));
  CHECK_FALSE(same_server("http://pacs/", "nonsense"));
}

// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/search.hpp"

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::dicomweb;

TEST_CASE("a page's address holds keys, fields and where it begins") {
  const Query query{"/studies",
                    {{"StudyDate", "20201101-20201130"}, {"ModalitiesInStudy", "CR,DX"}, {"a b", "c&d=é*"}},
                    {0x00080061, 0x00180015},
                    0x0020000D};
  CHECK(address_of(query, {.size = 50}, 100) ==
        "/studies?StudyDate=20201101-20201130&ModalitiesInStudy=CR,DX&a%20b=c%26d%3D%C3%A9*&includefield=00080061,"
        "00180015"
        "&limit=50&offset=100");
  CHECK(address_of({"/studies", {}, {}, 0x0020000D}, {.size = 0}, 0) == "/studies");
}

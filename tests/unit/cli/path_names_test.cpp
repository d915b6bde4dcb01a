// SPDX-License-Identifier: Apache-2.0
#include "cli/path_names.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <cstdio>
#include <string>

using cxrval::cli::one_line;
using cxrval::cli::PathNames;

TEST_CASE("a message stays on its line and in UTF-8 whatever a file is called") {
  CHECK(one_line("ng\u1ef1c.xml") == "ng\u1ef1c.xml");
  CHECK(one_line("a\n\x1b[31mb") == "a\\x0a\\x1b[31mb");
  CHECK(one_line("\xff\xc3.xml") == "\\xff\\xc3.xml");
}

TEST_CASE("a path is hashed by the key, once") {
  std::string key = "/tmp/cxrval-key-XXXXXX";
  ::close(::mkstemp(key.data()));
  const auto sink = cxrval::base::open_sink(key);
  sink->write("secret");
  sink->close();
  const PathNames names(key);
  std::remove(key.c_str());
  const std::string shown = names.shown("BENHNHAN/1.xml");
  CHECK(shown.starts_with("path-"));
  CHECK(shown.size() == 21);
  CHECK(names.shown(shown) == shown);
  CHECK(names.shown("stdin") == "stdin");
  CHECK(PathNames().shown("BENHNHAN/1.xml") == "BENHNHAN/1.xml");
  CHECK_THROWS_AS(PathNames("/no/such/key"), cxrval::base::Error);
}

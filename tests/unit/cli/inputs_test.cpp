// SPDX-License-Identifier: Apache-2.0
#include "cli/inputs.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>

using namespace cxrval;
namespace fs = std::filesystem;

TEST_CASE("a table read in blocks is recorded as one read row by row, with the same bytes, hash and records") {
  std::string pattern = (fs::temp_directory_path() / "cxrval-inputs-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const std::string path = (folder / "table.csv").string();
  const std::string text = "PID,text\n1,\"two\nlines\"\n2\n3,x\n";
  std::ofstream(path) << text;

  cli::Settings settings;
  settings.map = {{"patient_id", "PID"}};
  cli::FileClaims claims;
  cli::Inputs inputs(settings, settings.names, claims);
  table::Reader& rows = inputs.open_table("ROWS", path);
  table::Row row;
  while (rows.next(row).value_or(true)) {
  }
  table::BlockReader& blocks = inputs.open_blocks("BLOCKS", path);
  CHECK(blocks.require("patient_id") == 0);
  while (blocks.next()) {
  }

  const auto streams = inputs.streams();
  REQUIRE(streams.size() == 2);
  CHECK(streams[1].role == "BLOCKS");
  for (const provenance::Stream& stream : streams) {
    CHECK(stream.path == path);
    CHECK(stream.sha256 == provenance::sha256(text));
    CHECK(stream.bytes == text.size());
    CHECK(stream.records == 3u);
  }
  fs::remove_all(folder);
}

TEST_CASE("a mapping is known when an input that is read in blocks has its column") {
  std::string pattern = (fs::temp_directory_path() / "cxrval-inputs-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const std::string path = (folder / "table.csv").string();
  std::ofstream(path) << "PID\n1\n";

  cli::Settings settings;
  settings.map = {{"patient_id", "PID"}};
  cli::FileClaims claims;
  cli::Inputs inputs(settings, settings.names, claims);
  CHECK_THROWS_WITH(inputs.check_mappings(), "--map patient_id=PID: no input has a column PID");
  inputs.open_blocks("BLOCKS", path);
  CHECK_NOTHROW(inputs.check_mappings());
  fs::remove_all(folder);
}

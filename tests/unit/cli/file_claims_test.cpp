// SPDX-License-Identifier: Apache-2.0
#include "cli/file_claims.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>

using cxrval::base::UsageError;
using cxrval::cli::FileClaims;
namespace fs = std::filesystem;

TEST_CASE("no file is read and written, or written twice") {
  std::string pattern = (fs::temp_directory_path() / "cxrval-claims-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const std::string table = (folder / "table.csv").string();
  std::ofstream(table) << "x";
  fs::create_symlink("table.csv", folder / "link.csv");
  fs::create_hard_link(table, folder / "hard.csv");

  FileClaims claims;
  claims.read(table);
  claims.read(table);
  CHECK_THROWS_AS(claims.write(table), UsageError);
  CHECK_THROWS_AS(claims.write((folder / "link.csv").string()), UsageError);
  CHECK_THROWS_AS(claims.write((folder / "hard.csv").string()), UsageError);
  claims.write((folder / "new.csv").string());
  CHECK_THROWS_AS(claims.write((folder / "." / "new.csv").string()), UsageError);

  FileClaims later;
  later.write(table);
  CHECK_THROWS_AS(later.read((folder / "link.csv").string()), UsageError);
  CHECK_THROWS_AS(later.check_not_written((folder / "hard.csv").string()), UsageError);
  later.check_not_written((folder / "missing.csv").string());
  for (int i = 0; i < 2; ++i) {
    later.write("/dev/null");
    later.write("-");
    later.read("-");
  }
  fs::remove_all(folder);
}

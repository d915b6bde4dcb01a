// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "cli/keys.hpp"
#include "cli/patient_table.hpp"

#include "catch.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

using namespace cxrval;
using cli::read_keys;
using cli::Settings;

namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";

class KeyFile {
 public:
  explicit KeyFile(const std::string& bytes) {
    ::close(::mkstemp(path_.data()));
    const auto sink = base::open_sink(path_);
    sink->write(bytes);
    sink->close();
  }
  ~KeyFile() { std::remove(path_.c_str()); }
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = std::filesystem::temp_directory_path() / "cxrval-key-XXXXXX";
};

}  // namespace

TEST_CASE("the key of pseudonyms hashes paths as the same key of --redact-paths does") {
  const KeyFile file(secret);
  Settings pseudonymous;
  pseudonymous.pseudonym_key_file = file.path();
  read_keys(pseudonymous, "trim");
  Settings redacted;
  redacted.redact_key_file = file.path();
  read_keys(redacted, "trim");
  REQUIRE(pseudonymous.pseudonyms);
  CHECK_FALSE(redacted.pseudonyms);
  const std::string shown = pseudonymous.names.shown("BN0012/1.dcm");
  CHECK(shown == redacted.names.shown("BN0012/1.dcm"));
  CHECK(shown == pseudonymous.pseudonyms->key.path("BN0012/1.dcm"));
}

TEST_CASE("options that contradict each other are wrong usage") {
  const KeyFile file(secret);
  Settings both;
  both.pseudonym_key_file = both.redact_key_file = file.path();
  CHECK_THROWS_AS(read_keys(both, "trim"), base::UsageError);
  Settings idle;
  idle.keep_text = true;
  CHECK_THROWS_AS(read_keys(idle, "trim"), base::UsageError);
  Settings rule;
  rule.ids_for_pseudonyms = true;
  CHECK_NOTHROW(read_keys(rule, "trim"));
  CHECK_THROWS_AS(read_keys(rule, "upper"), base::UsageError);
  rule.pseudonym_key_file = file.path();
  CHECK_THROWS_AS(read_keys(rule, "lower"), base::UsageError);
  rule.pseudonym_key_file = "-";
  CHECK_THROWS_AS(read_keys(rule, "upper"), base::UsageError);
}

TEST_CASE("a key that others can read is known") {
  const KeyFile file(secret);
  Settings settings;
  settings.pseudonym_key_file = file.path();
  REQUIRE(::chmod(file.path().c_str(), 0600) == 0);
  read_keys(settings, "trim");
  CHECK_FALSE(settings.key_is_open);
  REQUIRE(::chmod(file.path().c_str(), 0640) == 0);
  read_keys(settings, "trim");
  CHECK(settings.key_is_open);
}

TEST_CASE("a table of patients refuses a column without a treatment, also when nothing is pseudonymised") {
  Settings settings;
  settings.output = "/dev/null";
  cli::Run run("tool", "1", {}, settings);
  CHECK_THROWS_AS(cli::PatientTable(run, {{{"patient_id"}, {"patient_name"}}}), std::logic_error);
}

// SPDX-License-Identifier: Apache-2.0
#include "dicom/directory.hpp"

#include "catch.hpp"
#include "sample.hpp"

using namespace cxrval;
using sample::Bytes;

namespace {

std::string record(const std::string& file_id, unsigned in_use = 0xFFFF) {
  Bytes inner;
  inner.us(4, 0x1410, in_use);
  inner.text(4, 0x1430, "CS", file_id.empty() ? "PATIENT" : "IMAGE");
  if (!file_id.empty()) inner.text(4, 0x1500, "CS", file_id);
  return Bytes().head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(inner.str().size())).raw(inner.str()).str();
}

std::string directory_of(const std::string& items) {
  const std::string data = Bytes()
                               .text(4, 0x1130, "CS", "SET")
                               .head(4, 0x1220, "SQ", static_cast<std::uint32_t>(items.size()))
                               .raw(items)
                               .str();
  return sample::file(sample::explicit_le, data);
}

std::string directory(const std::vector<std::string>& file_ids) {
  std::string items;
  for (const std::string& id : file_ids) items += record(id);
  return directory_of(items);
}

std::string reason(const std::string& bytes) {
  const sample::TemporaryFile file("DICOMDIR", bytes);
  const auto files = dicom::read_directory(file.path(), "DICOMDIR");
  return files ? "read" : files.error().reason;
}

}  // namespace

TEST_CASE("a DICOMDIR gives the files it lists, each once, as they lie there") {
  const sample::TemporaryFile file("DICOMDIR", directory({"", "A\\B\\IM1", "", "A\\IM2 ", "A\\B\\IM1"}));
  const std::filesystem::path folder = std::filesystem::path(file.path()).parent_path();
  std::filesystem::create_directories(folder / "a");
  base::open_sink((folder / "a" / "im2").string())->close();
  const auto files = dicom::read_directory(file.path(), "DICOMDIR");
  REQUIRE(files);
  CHECK(*files == std::vector<std::string>{"A/B/IM1", "a/im2"});
}

TEST_CASE("records that are not in use list no file") {
  const sample::TemporaryFile file("DICOMDIR", directory_of(record("A") + record("B", 0) + record("C")));
  CHECK(dicom::read_directory(file.path(), "DICOMDIR").value() == std::vector<std::string>{"A", "C"});
}

TEST_CASE("a file id that leads out of the folder is a fault") {
  CHECK(reason(directory({"A", "..\\B"})) == "a file id of the DICOMDIR leads out of its folder");
  CHECK(reason(directory({"/etc/passwd"})) == "a file id of the DICOMDIR leads out of its folder");
  CHECK(reason(directory({"A\\\\B"})) == "a file id of the DICOMDIR leads out of its folder");
  CHECK(reason(directory({"."})) == "a file id of the DICOMDIR leads out of its folder");
  CHECK(reason(directory({"A\\B"})) == "read");
}

TEST_CASE("what is no DICOMDIR is told") {
  CHECK(reason(dicom::image_bytes(sample::new_image(sample::source(2, 2, 8)))) == "not a DICOMDIR");
  CHECK(reason("text") == "not a DICOM file");
  const std::string whole = directory({"A\\B\\IM1"});
  CHECK(reason(whole.substr(0, whole.size() - 4)) == "data set is damaged");
  CHECK(dicom::read_directory("/nowhere/DICOMDIR", "DICOMDIR").error().reason == "cannot be opened or read");
}

// SPDX-License-Identifier: Apache-2.0
#include "dicom/candidate.hpp"

#include "catch.hpp"
#include "sample.hpp"

using namespace cxrval;
using dicom::Candidate;

namespace {

Candidate judge(const std::string& name, const std::string& bytes) {
  return dicom::judge_candidate(sample::TemporaryFile(name, bytes).path());
}

const std::string data_set = sample::Bytes().text(8, 0x60, "CS", "CR").str();
const std::string dicom_file = sample::file(sample::explicit_le, data_set);

}  // namespace

TEST_CASE("files with the magic are images whatever their name") {
  CHECK(judge("a.dcm", dicom_file) == Candidate::image);
  CHECK(judge("1.2.840.113619", dicom_file) == Candidate::image);
  CHECK(judge("a.png", dicom_file) == Candidate::image);
}

TEST_CASE("files named .dcm or .dicom are images whatever they hold, so that damage is not overlooked") {
  CHECK(judge("a.dcm", "garbage") == Candidate::image);
  CHECK(judge("A.DCM", "") == Candidate::image);
  CHECK(judge("a.dicom", "garbage") == Candidate::image);
}

TEST_CASE("a bare data set counts under a name without extension only") {
  CHECK(judge("IM0001", data_set) == Candidate::image);
  CHECK(judge("1.2.840.1.77", data_set) == Candidate::image);
  CHECK(judge("a.bin", data_set) == Candidate::other);
}

TEST_CASE("a folder's other files are no images") {
  CHECK(judge("README", "read me first") == Candidate::other);
  CHECK(judge("a.xml", "<a/>") == Candidate::other);
  CHECK(judge("empty", "") == Candidate::other);
}

TEST_CASE("a DICOMDIR is told by its name") {
  CHECK(judge("DICOMDIR", dicom_file) == Candidate::dicomdir);
}

TEST_CASE("a file that cannot be opened is an image, to be rejected") {
  CHECK(dicom::judge_candidate("/nowhere/file") == Candidate::image);
}

// SPDX-License-Identifier: Apache-2.0
#include "lesion/image_table.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "cli/settings.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <filesystem>

using namespace cxrval;

namespace {

class TableFile {
 public:
  explicit TableFile(const std::string& bytes) {
    ::close(::mkstemp(path_.data()));
    const auto sink = base::open_sink(path_);
    sink->write(bytes);
    sink->close();
  }
  ~TableFile() { std::remove(path_.c_str()); }
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = std::filesystem::temp_directory_path() / "cxrval-images-XXXXXX";
};

// A run over one table.
struct Reading {
  explicit Reading(const std::string& bytes) : file(bytes), run("test", "1", {}, settings) {}

  study::ImageList read(bool keeps_unjudged = false) { return lesion::read_images({file.path(), keeps_unjudged}, run); }
  study::ImageList read_folds() {
    return lesion::read_images({file.path(), false, lesion::ImageNaming::id, {}, "fold"}, run);
  }
  std::uint64_t rejected() { return run.ledger("images", "evaluated").rejected_count(); }
  const provenance::Account& account() { return run.ledger("images", "evaluated").account(); }

  TableFile file;
  cli::Settings settings;
  cli::Run run;
};

}  // namespace

TEST_CASE("frames of one object are images of their own") {
  CHECK(lesion::image_key("1.2", "") == "1.2");
  CHECK(lesion::image_key("1.2", "1") != lesion::image_key("1.2", "2"));
  Reading reading("sop_uid,frame\n1.2,2\n1.2,1\n1.2,\n");
  const study::ImageList images = reading.read();
  REQUIRE(images.images().size() == 3);
  CHECK(images.images()[0].id == "1.2");
  CHECK(images.find(lesion::image_key("1.2", "1")) == 1U);
}

TEST_CASE("an image's size is in whole pixels, also where a program wrote them as decimals") {
  Reading reading("sop_uid,rows,columns\na,10,20\nb,10.0,65535\nc,,\nd,10.5,20\ne,10,0\nf,65536,20\ng,10,\nh,,20\n");
  const study::ImageList images = reading.read();
  REQUIRE(images.images().size() == 3);
  CHECK(images.images()[0].size == study::PixelSize{20, 10});
  CHECK(images.images()[1].size == study::PixelSize{65535, 10});
  CHECK_FALSE(images.images()[2].size);
  CHECK(reading.rejected() == 5);
}

TEST_CASE("a table with one side of the images alone says nothing of their size") {
  Reading reading("sop_uid,rows\na,10\n");
  CHECK_FALSE(reading.read().images()[0].size);
}

TEST_CASE("images that were not judged are left out, unless they are kept or stand there judged too") {
  const std::string table = "sop_uid,status\na,not_pa\nb,ok\nb,rejected\na,not_pa\n";
  Reading reading(table);
  const study::ImageList images = reading.read();
  CHECK(images.images().size() == 1);
  CHECK(images.why_not("a") == "image_not_pa");
  CHECK(reading.account().merged == 2);
  CHECK(reading.account().excluded.at("not_pa") == 1);
  Reading keeping(table);
  CHECK(keeping.read(true).images().size() == 2);
}

TEST_CASE("patients of two facilities are different ones") {
  Reading reading("sop_uid,facility_id,patient_id\na,1,0012\nb,2,0012\nc,1,0012\nd,1,\n");
  const auto images = reading.read().images();
  CHECK(images[0].patient != images[1].patient);
  CHECK(images[0].patient == images[2].patient);
  CHECK(images[3].patient.empty());
}

TEST_CASE("a list of which nothing is left is an error") {
  Reading reading("sop_uid,status\na,not_pa\n");
  CHECK_THROWS_WITH(reading.read(), contains("no image is left"));
}

TEST_CASE("an image whose rows contradict each other is left out whole, whatever their order") {
  const std::string rows[] = {"a,p,1,10,10", "a,q,1,10,10", "b,p,1,10,10", "b,p,2,10,10", "c,p,1,,",
                              "c,p,1,10,10", "c,p,1,10,20", "d,p,1,,",     "d,p,1,10,10", "e,p,1,,"};
  for (const bool turned : {false, true}) {
    std::vector<std::string> order(std::begin(rows), std::end(rows));
    if (turned) std::reverse(order.begin(), order.end());
    std::string table = "sop_uid,patient_id,fold,rows,columns\n";
    for (const std::string& row : order) table += row + '\n';
    Reading reading(table);
    const study::ImageList images = reading.read_folds();
    REQUIRE(images.images().size() == 2);
    CHECK(images.images()[0].id == "d");
    CHECK(images.images()[0].size == study::PixelSize{10, 10});
    CHECK(images.images()[1].id == "e");
    CHECK(images.why_not("b") == "image_rejected");
    CHECK(reading.rejected() == 7);
    CHECK(reading.account().merged == 1);
  }
}

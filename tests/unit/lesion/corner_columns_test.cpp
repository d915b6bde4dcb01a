// SPDX-License-Identifier: Apache-2.0
#include "lesion/corner_columns.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace cxrval;

namespace {

struct TextTable {
  explicit TextTable(std::string bytes, const table::ColumnMap& map = {})
      : text(std::move(bytes)), reader(base::memory_source(text, "t.csv"), map) {}

  std::string text;
  table::Reader reader;
};

// The one box of a table, or its fault in words.
struct Found {
  std::optional<boxes::Box> box;
  base::Fault fault;
};

Found box_in(const std::string& header, const std::string& cells) {
  TextTable table(header + '\n' + cells + '\n');
  const lesion::CornerColumns columns(table.reader);
  table::Row row;
  REQUIRE(table.reader.next(row).value());
  const auto box = columns.read(row);
  return box ? Found{*box, {}} : Found{std::nullopt, box.error()};
}

std::string error_of(const std::string& header) {
  TextTable table(header + "\n1,2,3,4\n");
  try {
    const lesion::CornerColumns columns(table.reader);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

const std::string sizes = "x_min,y_min,box_width,box_height";

}  // namespace

TEST_CASE("a box has two corners, or a corner and a size") {
  const boxes::Box box{1, 2, 4, 6};
  CHECK(box_in("x_min,y_min,x_max,y_max", "1,2,4,6").box == box);
  CHECK(box_in(sizes, "1,2,3,4").box == box);
  CHECK(box_in("box_height,box_width,y_min,x_min", "4,3,2,1").box == box);
  TextTable sized(sizes + '\n');
  CHECK(lesion::CornerColumns(sized.reader).sized());
  TextTable corners("x_min,y_min,x_max,y_max,width,height\n");
  CHECK_FALSE(lesion::CornerColumns(corners.reader).sized());
}

TEST_CASE("columns of any name are read as the size") {
  TextTable table("Image Index,Finding Label,Bbox [x,y,w,h]\na.png,Mass,1.5,2,3,4\n",
                  {{"x_min", "Bbox [x"}, {"y_min", "y"}, {"box_width", "w"}, {"box_height", "h]"}});
  const lesion::CornerColumns columns(table.reader);
  table::Row row;
  REQUIRE(table.reader.next(row).value());
  CHECK(columns.read(row).value() == boxes::Box{1.5, 2, 4.5, 6});
}

TEST_CASE("a table with both pairs, with half of each or with neither is an error") {
  CHECK_THAT(error_of("x_min,y_min,x_max,y_max,box_width,box_height"), contains("t.csv:1: both x_max, y_max and"));
  CHECK_THAT(error_of("x_min,y_min,x_max,box_height"), contains("t.csv:1: both"));
  CHECK_THAT(error_of("x_min,y_min,width,height"), contains("t.csv:1: no columns x_max, y_max or box_width"));
  CHECK_THAT(error_of("x_min,y_min,box_width,h"), contains("no column box_height"));
  CHECK_THAT(error_of("x_min,y_min,x_max,h"), contains("no column y_max"));
  CHECK_THAT(error_of("x,y_min,x_max,y_max"), contains("no column x_min"));
}

TEST_CASE("a width or height that is not above 0, and what is no number, is rejected where it stands") {
  for (const char* cells : {"1,2,0,4", "1,2,-3,4", "1,2,1e-400,4", "1,2,nan,4", "1,2,,4", "1,2,1e10,4"}) {
    CAPTURE(cells);
    const Found found = box_in(sizes, cells);
    CHECK_FALSE(found.box);
    CHECK(found.fault.place.line == 2);
    CHECK(found.fault.place.column == 3);
  }
  CHECK(box_in(sizes, "1,2,3,0").fault.place.column == 4);
  CHECK(box_in(sizes, "-5,-6,3,4").box == boxes::Box{-5, -6, -2, -2});
  CHECK(box_in("x_min,y_min,x_max,y_max", "1,2,-3,1e10").fault.place.column == 4);
}

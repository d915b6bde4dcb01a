// SPDX-License-Identifier: Apache-2.0
#include "boxes/coco.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval;
using namespace cxrval::boxes;

namespace {

CocoFile read(const std::string& text) {
  return read_coco(*base::memory_source(text, "t.json"));
}

std::string message(const std::string& text) {
  try {
    read(text);
  } catch (const base::Error& error) {
    return base::to_string(error.place()) + ": " + error.reason();
  }
  return "";
}

std::string fault(const std::string& annotation) {
  const CocoFile file = read("[" + annotation + "]");
  REQUIRE(file.faults.size() == 1);
  CHECK(file.boxes.empty());
  return file.faults[0].reason;
}

}  // namespace

TEST_CASE("an annotation file has images, categories and boxes") {
  const CocoFile file = read(R"({"info": {"year": 2026}, "images": [
  {"id": 7, "file_name": "a/7.png", "width": 640, "height": 480}, {"id": "x"}],
"categories": [{"id": 1, "name": "Nodule/Mass", "supercategory": "lesion"}],
"annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [10, 20, 30.5, 40], "area": 1220,
   "segmentation": [[1, 2, 3, 4]], "iscrowd": 0},
  {"id": 2, "image_id": "x", "category_id": 1, "iscrowd": 1, "segmentation": {"counts": [3], "size": [1, 2]},
   "bbox": [0, 0, 1, 1]}]})");
  CHECK(file.has_images);
  REQUIRE(file.images.size() == 2);
  CHECK(file.images[0].id == "7");
  CHECK(file.images[0].file_name == "a/7.png");
  CHECK(file.images[0].size->width == 640);
  CHECK_FALSE(file.images[1].size.has_value());
  REQUIRE(file.categories.size() == 1);
  CHECK(file.categories[0].name == "Nodule/Mass");
  REQUIRE(file.boxes.size() == 2);
  CHECK(file.boxes[0].image == "7");
  CHECK(file.boxes[0].box == Box{10, 20, 40.5, 60});
  CHECK_FALSE(file.boxes[0].score.has_value());
  CHECK(file.boxes[0].line == 4);
  CHECK(file.boxes[0].column == 17);
  CHECK_FALSE(file.boxes[0].crowd);
  CHECK(file.boxes[1].crowd);
  CHECK(file.boxes[1].image == "x");
  CHECK(file.faults.empty());
}

TEST_CASE("a results file is a list of boxes with scores") {
  const CocoFile file = read(R"([{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":0.25}])");
  CHECK_FALSE(file.has_images);
  REQUIRE(file.boxes.size() == 1);
  CHECK(file.boxes[0].score == 0.25);
}

TEST_CASE("annotations that cannot be used are faults, and reading goes on") {
  CHECK(fault(R"({"category_id":2,"bbox":[1,2,3,4]})") == "no image_id");
  CHECK(fault(R"({"image_id":2,"bbox":[1,2,3,4]})") == "no category_id");
  CHECK(fault(R"({"image_id":1,"category_id":2})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,3]})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,3,4,5]})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,[3],4]})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,null,4]})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":{"x":1}})") == "bbox is not four numbers");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,0,4]})") == "box has no inside");
  CHECK(fault(R"({"image_id":1.5,"category_id":2,"bbox":[1,2,3,4]})") == "an id is neither text nor a whole number");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":"0.5"})") == "a number is given as text");
  CHECK(fault(R"({"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":null})") == "a member is null");
  CHECK(fault("5") == "an annotation is no object");
  const CocoFile file = read("[[1, 2],\n {\"image_id\":1,\"category_id\":2,\"bbox\":[1,2,3,4]}]");
  CHECK(file.faults.size() == 1);
  CHECK(file.boxes.size() == 1);
  CHECK(file.boxes[0].line == 2);
}

TEST_CASE("damaged JSON is an error with its place") {
  CHECK(message("[{\"image_id\":1,\n \"bbox\": }]") == "t.json:2:10: no JSON");
  CHECK(message("[{\"image_id\":1") == "t.json:1:14: the JSON was cut short");
  CHECK(message("") == "t.json:1: the JSON was cut short");
  CHECK(message("3") == "t.json:1:1: no COCO file: neither an object nor a list");
  CHECK(message(R"({"images":[{"file_name":"a"}]})") == "t.json:1:12: an image or a category has no id");
  CHECK(message(R"({"images":[4]})") == "t.json:1:13: an image or a category is no object");
  CHECK(message(std::string(100, '[')) == "t.json:1:65: JSON that is nested more than 64 deep");
}

TEST_CASE("an object without a list of annotations is no COCO file of boxes, one with an empty list is") {
  const char* reason = "no COCO file: an object without a list of annotations";
  CHECK(message("{}") == std::string("t.json:1:2: ") + reason);
  CHECK(message("{\"images\": [{\"id\": 1}],\n \"predictions\": []}") == std::string("t.json:2:19: ") + reason);
  CHECK(message(R"({"annotations": null})") == std::string("t.json:1:21: ") + reason);
  CHECK(message(R"({"annotations": {"image_id": 1}})") == std::string("t.json:1:32: ") + reason);
  CHECK(message(R"({"info": {"annotations": []}})") == std::string("t.json:1:29: ") + reason);
  CHECK(read(R"({"annotations": []})").boxes.empty());
}

TEST_CASE("a size that is null is not known, and images and categories know their place") {
  const CocoFile file =
      read(R"({"images": [{"id": 1, "width": null, "height": null}, {"id": 2, "width": 5, "height": null},
  {"id": 3, "width": 5, "height": 6}], "categories": [
 {"id": 4, "name": "Mass"}], "annotations": []})");
  REQUIRE(file.images.size() == 3);
  CHECK_FALSE(file.images[0].size.has_value());
  CHECK_FALSE(file.images[1].size.has_value());
  CHECK(file.images[2].size->height == 6);
  CHECK(file.images[2].line == 2);
  CHECK(file.images[2].column == 3);
  REQUIRE(file.categories.size() == 1);
  CHECK(file.categories[0].line == 3);
  CHECK(file.categories[0].column == 2);
  CHECK(message(R"({"images": [{"id": null}], "annotations": []})") == "t.json:1:13: an image or a category has no id");
}

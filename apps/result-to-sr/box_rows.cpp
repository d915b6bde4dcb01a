// SPDX-License-Identifier: Apache-2.0
#include "box_rows.hpp"

#include "base/number.hpp"
#include "image_rows.hpp"
#include "sr/code.hpp"

#include <array>
#include <utility>

namespace cxrval::result_to_sr {
namespace {

constexpr std::array<const char*, 4> edges = {"x_min", "y_min", "x_max", "y_max"};

class BoxReader {
 public:
  BoxReader(const std::string& path, Material& material, cli::Run& run)
      : material_(material),
        run_(run),
        table_(run.open_table("boxes", path)),
        ledger_(run.ledger("boxes", "reported")),
        sop_(table_.require("sop_uid")),
        class_(table_.require("class")),
        score_(table_.require("score")),
        frame_(table_.find("frame")) {
    for (std::size_t i = 0; i < edges.size(); ++i) edge_[i] = table_.require(edges[i]);
  }

  void read() {
    while (true) {
      const base::Result<bool> more = table_.next(row_);
      if (more && !*more) break;
      ledger_.read();
      if (!more) {
        run_.reject("boxes", more.error(), table_.raw());
      } else {
        take();
      }
    }
    if (strangers_ > 0) {
      run_.warn(std::to_string(strangers_) + (strangers_ == 1 ? " box is" : " boxes are") +
                " of images that the results do not have");
    }
  }

 private:
  void take() {
    const std::optional<int> frame = parse_frame(frame_ ? row_.cells[*frame_] : std::string());
    if (!frame) return run_.reject("boxes", fault(*frame_, "frame is no whole number from 1 on").value(), table_.raw());
    const std::optional<Material::Slot> slot = material_.find(row_.cells[sop_], *frame);
    if (!slot) {
      ++strangers_;
      return ledger_.excluded("other_image");
    }
    ImageRow& image = material_.image(*slot);
    base::Result<sr::Lesion> lesion = lesion_of_row(image);
    if (lesion) {
      image.boxes.push_back({{table_.place(row_, edge_[0]), std::string(table_.raw())}, std::move(*lesion)});
    } else {
      material_.studies[slot->study].is_incomplete = true;
      run_.reject("boxes", lesion.error(), table_.raw());
    }
  }

  base::Result<sr::Lesion> lesion_of_row(const ImageRow& image) {
    if (image.result.status != sr::Status::ok) return fault(sop_, "box of an image that was not judged");
    sr::Lesion lesion;
    lesion.class_name = row_.cells[class_];
    if (!sr::is_class_name(lesion.class_name)) {
      return fault(class_, "class is not 1 to 64 characters without backslash and blanks at its ends");
    }
    const std::optional<double> score = base::parse_real(row_.cells[score_]);
    if (!score || *score < 0 || *score > 1) return fault(score_, "score is no number from 0 to 1");
    lesion.score = *score;
    std::array<double, 4> numbers{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const std::optional<double> number = base::parse_real(row_.cells[edge_[i]]);
      if (!number) return fault(edge_[i], std::string(edges[i]) + " is no number");
      numbers[i] = *number;
    }
    lesion.box = {numbers[0], numbers[1], numbers[2], numbers[3]};
    if (boxes::area(lesion.box) <= 0) return fault(edge_[0], "box has no inside");
    return lesion;
  }

  tl::unexpected<base::Fault> fault(std::size_t column, std::string reason) {
    return base::fault(table_.place(row_, column), std::move(reason));
  }

  Material& material_;
  cli::Run& run_;
  table::Reader& table_;
  cli::Ledger& ledger_;
  std::size_t sop_, class_, score_;
  std::optional<std::size_t> frame_;
  std::array<std::size_t, 4> edge_{};
  table::Row row_;
  std::size_t strangers_ = 0;
};

}  // namespace

void read_boxes(const std::string& path, Material& material, cli::Run& run) {
  BoxReader(path, material, run).read();
}

}  // namespace cxrval::result_to_sr

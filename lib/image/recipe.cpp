// SPDX-License-Identifier: Apache-2.0
#include "image/recipe.hpp"

#include "image/median.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::image {

base::Result<Picture> Picture::make(const Source& source, const Recipe& recipe, const Mask* mask) {
  const auto is_crop = [](const Step& step) { return std::holds_alternative<CropStep>(step); };
  const auto crops = std::count_if(recipe.steps.begin(), recipe.steps.end(), is_crop);
  if (crops > 1) throw std::logic_error("a recipe crops at most once");
  if (crops == 1 && mask == nullptr) return base::fault({}, "the model needs a mask of the image");
  Picture picture(source);
  if (recipe.steps.empty()) {
    base::Result<std::vector<float>> table = grey_table(source, recipe.look);
    if (!table) return tl::unexpected(std::move(table.error()));
    picture.table_ = std::move(*table);
    return picture;
  }
  base::Result<Plane> plane = render(source, recipe.look);
  if (!plane) return tl::unexpected(std::move(plane.error()));
  for (const Step& step : recipe.steps) {
    if (const auto* smooth = std::get_if<MedianStep>(&step)) {
      *plane = median(*plane, smooth->size);
    } else if (const auto* equalise = std::get_if<ClaheStep>(&step)) {
      *plane = clahe(*plane, equalise->limits);
    } else {
      const base::Result<Square> square = enclosing_square(*mask, plane->width, plane->height);
      if (!square) return tl::unexpected(square.error());
      *plane = crop(*plane, *square, 0);
      picture.crop_ = *square;
    }
  }
  picture.plane_ = std::move(*plane);
  return picture;
}

Fitted Picture::fit(const Fitting& fitting) const {
  Fitted fitted = image::fit(plane_ ? Rows(*plane_) : Rows(*source_, table_), fitting);
  fitted.mapping.x_offset += crop_.x;
  fitted.mapping.y_offset += crop_.y;
  return fitted;
}

base::Result<Fitted> prepare(const Source& source, const Recipe& recipe, const Mask* mask) {
  const base::Result<Picture> picture = Picture::make(source, recipe, mask);
  if (!picture) return tl::unexpected(picture.error());
  return picture->fit(recipe.fitting);
}

}  // namespace cxrval::image

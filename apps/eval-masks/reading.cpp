// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include "base/error.hpp"
#include "lesion/image_table.hpp"

#include <string>

namespace cxrval::eval_masks {
namespace {

struct Input {
  std::string role;
  std::string path;
  std::string fold_column{};
};

void read_masks(const Input& input, Intake& intake) {
  if (is_table(intake.format())) {
    read_table(intake.run().open_table(input.role, input.path), input.path, input.fold_column, intake);
  } else {
    read_folder(input.role, input.path, intake);
  }
}

MaskSide read_predicted(const Options& options, const Wanted& wanted, table::Reader* opened, Intake intake) {
  for (const auto& [fold, path] : wanted.fold_masks) {
    intake.begin_fold(fold);
    read_masks({"--fold-masks", path}, intake);
  }
  if (opened != nullptr) {
    read_table(*opened, options.masks, opened->find(options.fold) ? options.fold : "", intake);
  } else if (wanted.fold_masks.empty()) {
    read_masks({"MASKS", options.masks}, intake);
  }
  return intake.take();
}

void name_classes(const Wanted& wanted, Names& classes) {
  for (const auto* side : {&wanted.classes.truth, &wanted.classes.masks}) {
    for (const std::string& name : *side) classes.number(name);
  }
}

}  // namespace

Material read_material(const Options& options, const Wanted& wanted, cli::Run& run) {
  Material material;
  table::Reader* opened = nullptr;  // whose header says whose folds they are
  if (!options.fold.empty() && is_table(wanted.masks)) opened = &run.open_table("MASKS", options.masks);
  Groups& groups = material.groups;
  groups.image_folds = !options.fold.empty() && !(opened != nullptr && opened->find(options.fold));
  material.images = lesion::read_images({options.images, options.not_judged == "keep", wanted.naming,
                                         options.normalize_id, groups.image_folds ? options.fold : ""},
                                        run);
  if (wanted.apart) name_classes(wanted, groups.classes);
  Intake truth(Side::truth, material.images, wanted, groups, run);
  read_masks({"truth", options.truth}, truth);
  material.sides = {truth.take(),
                    read_predicted(options, wanted, opened, {Side::predicted, material.images, wanted, groups, run})};
  look_at_others(material.sides[0], wanted, options.threads);
  if (wanted.apart && groups.classes.by_name().empty()) throw base::Error("no mask has a class to tell apart");
  if (wanted.folds && !groups.image_folds && groups.folds.by_name().empty()) {
    throw base::Error("no mask has a fold; give the masks of each fold with --fold-masks");
  }
  return material;
}

}  // namespace cxrval::eval_masks

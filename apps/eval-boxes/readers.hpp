// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "sample.hpp"
#include "wanted.hpp"

namespace cxrval::eval_boxes {

// Of images that have fewer readers than the most, where the truth names readers by their boxes alone.
void warn_of_readings(const Material& material, cli::Run& run);

// Makes one truth of the readers' boxes, image by image and class by class. Throws base::Error where an image has
// several readers and no consensus is asked for, and where it is and none has.
void unite_readers(Material& material, const Wanted& wanted);

// How well readers agree, to a table of metric_columns(): F1 of boxes at the consensus' IoU, over all pairs of readers,
// by class and by pair, with the intervals asked for, and Fleiss' kappa of whether a class is on the image. Throws
// base::Error where no image has two readers.
void write_agreement(const Material& material, const Wanted& wanted, const Sampling& sampling, table::Writer& table);

}  // namespace cxrval::eval_boxes

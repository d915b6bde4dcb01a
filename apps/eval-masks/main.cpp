// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "eval_masks.hpp"
#include "wanted.hpp"

using namespace cxrval;
using eval_masks::words_of;

int main(int argc, char** argv) {
  eval_masks::Options options;
  return cli::App("eval-masks", "How well a model's masks agree with the true ones: IoU and Dice.")
      .option("truth", "PATH", options.truth, "the true masks (needed)")
      .choice("truth-format", eval_masks::format_words(), options.truth_format,
              "what --truth is; formats are declared, never guessed")
      .choice("masks-format", eval_masks::format_words(), options.masks_format, "what MASKS is")
      .option("images", "FILE", options.images,
              "table of all images, those without a mask too: sop_uid, and where known patient_id, rows, columns, "
              "status (needed)")
      .choice("not-judged", {"exclude", "keep"}, options.not_judged,
              "images whose status is not ok (by cxr-infer): no mask can be expected of them")
      .choice("table-image", {"id", "file_name"}, options.table_image,
              "what names an image in tables: its id, or its file's name, taken without folders and its ending")
      .option("protocol", "FILE", options.protocol,
              "classes and options, where no option says another; or the name of one of data/protocols, such as "
              "caaxr-segmentation")
      .option("classes", "NAME,...", options.classes, "masks of these classes alone; those of others are left out")
      .choice("only-images", words_of("only-images"), options.only_images,
              "all of the list (all); those with a true mask of the classes; of them those without one of another "
              "class")
      .choice("class-rule", words_of("class-rule"), options.class_rule,
              "all classes as one mask (union), or measures of each class")
      .option("size", "WxH", options.size,
              "compare at this size, such as 224x224; without it at the size of the masks, boxes alone at their "
              "image's")
      .choice("resize", words_of("resize"), options.resize,
              "what is done to a mask of another size: none rejects the image (none)")
      .choice("box-pixels", words_of("box-pixels"), options.box_pixels,
              "pixels of a box: whose centre it holds (centre); that it covers in part; or drawn at the image's size "
              "by centres, then resized by the nearest pixel")
      .option("min-score", "S", options.min_score, "predicted boxes scored less are left out")
      .option("fraction", "P", options.fraction,
              "of a fractional DICOM SEG: pixels of at least this share of its maximum are inside")
      .choice("both-empty", words_of("both-empty"), options.both_empty,
              "an image with neither a true nor a predicted pixel: not in the mean (undefined), 1, or 0")
      .choice("empty-truth", words_of("empty-truth"), options.empty_truth,
              "an image with predicted pixels alone: 0, for it is a false alarm (zero), or not in the mean")
      .choice("empty-prediction", words_of("empty-prediction"), options.empty_prediction,
              "an image with true pixels alone: 0, for it is a miss (zero), or not in the mean")
      .option("fold", "COLUMN", options.fold,
              "column of the fold, from 1: of MASKS the one whose model made the mask, all models on the same images; "
              "where MASKS has none of --images, each image in one fold. Measures of each, mean and standard "
              "deviation")
      .option("fold-masks", "FOLD=PATH", options.fold_masks,
              "the masks of a fold's model, in place of MASKS; once for each fold")
      .option("ddof", "N", options.ddof, "of the standard deviation over folds: 1 of a sample, 0")
      .option("per-image", "FILE", options.per_image, "pixels, IoU and Dice of each image")
      .choices("interval", {"percentile", "basic", "normal", "bca"}, options.intervals,
               "kind of bootstrap interval; without it percentile")
      .option("resamples", "N", options.resamples, "number of resamples")
      .option("level", "P", options.level, "level of the intervals")
      .choice("unit", {"auto", "image", "patient"}, options.unit,
              "what is drawn with replacement; auto: patients when patient ids repeat, else images")
      .flag("summary", options.summary, "write sentences instead of the table")
      .normalize_id(options.normalize_id)
      .reads_table()
      .writes_table("measures")
      .rejects("image or mask")
      .seed(options.seed)
      .threads(options.threads)
      .pseudonymize()
      .hash_inputs()
      .example("eval-masks --truth truth.csv --images headers.csv --size 224x224 boxes.csv",
               "boxes as masks of 224 x 224, all classes together")
      .example("eval-masks --truth truth.csv --images headers.csv --class-rule apart --per-image each.csv boxes.csv",
               "each class at the images' own sizes; also a row for each image")
      .example("split-folds --folds 2 headers.csv | eval-masks --truth truth.csv --images - --fold fold boxes.csv",
               "images of two folds, each with the masks of its fold's model: mean and standard deviation")
      .section("METHOD",
               "IoU is the intersection over the union of the true and the predicted pixels of an image, Dice twice "
               "the intersection over the sum of both. mean_iou and mean_dice are means over images; pooled_iou and "
               "pooled_dice are of the pixels of all images together, where large lesions count more. All images of "
               "the list count: one without a mask has an empty one. What an empty mask gives is declared by "
               "--both-empty, --empty-truth and --empty-prediction; pooled measures know no such rule. Masks are "
               "compared once; resamples of images, or of patients with all their images, change how often each "
               "counts. A mask is what is not 0 in a PNG, the bits of a binary DICOM SEG, the runs of a code, or the "
               "union of boxes; several of one image and class are united, "
               "those of different folds never. With folds there are the measures of each, fold=K, and their mean and "
               "standard deviation, folds=mean; an image that cannot be compared in one fold is left out of all.")
      .section("FORMATS",
               "boxes: table of boxes. png: folder with ID.png, where ID is the SOP Instance UID. png-classes: folder "
               "with CLASS/ID.png. png-table: table with sop_uid, path (of a PNG, from the table's folder) and where "
               "known class. seg: DICOM Segmentation files, whose segment labels are the classes. rle-coco, "
               "rle-coco-compressed, rle-kaggle, rle-siim: table with sop_uid, rle and where known class, rows, "
               "columns. docs/formats.md has the columns and the run-length forms.")
      .section("ACCOUNT",
               "Units images, truths and predictions (masks as given); of seg also files. Excluded: images by their "
               "status, without a fold (no_fold), by --only-images (no_truth, other_truth) and with a mask that was "
               "rejected (mask_rejected); masks of images that the list lacks (image_not_listed, with a warning) or "
               "leaves out, of other classes, without a fold, below --min-score.")
      .optional_input("MASKS", options.masks, "the predicted masks: a table, a file or a folder; not with --fold-masks")
      .run(argc, argv, [&](cli::Run& run) { eval_masks::eval_masks(options, run); });
}

// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "eval_boxes.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  eval_boxes::Options options;
  return cli::App("eval-boxes", "How well a model's lesion boxes agree with the true ones: AP at an IoU, mAP, FROC.")
      .option("truth", "FILE", options.truth, "the true boxes")
      .choice("truth-format", {"boxes", "vindr", "coco", "yolo"}, options.truth_format, "what --truth is")
      .option("images", "FILE", options.images,
              "table of all images, those without a lesion too: sop_uid, and where known patient_id, rows, columns, "
              "status; not needed where the truth lists its images (vindr, coco)")
      .choice("not-judged", {"exclude", "keep"}, options.not_judged,
              "images whose status is not ok (by cxr-infer): no boxes can be expected of them (exclude)")
      .option(
          "readings", "FILE", options.readings,
          "table of who read which image, for --consensus and --agreement: sop_uid, reader; without it only a row of "
          "the truth says so")
      .choice("boxes-format", {"boxes", "vindr", "coco", "yolo", "kaggle"}, options.boxes_format, "what BOXES is")
      .option(
          "names", "FILE", options.names,
          "names of the classes 0, 1, ..., one a line: of yolo and kaggle, and of coco where no categories are listed")
      .choice("coco-image", {"id", "file_name"}, options.coco_image,
              "what names an image of a COCO file in the other tables: its id, or its file's name without its ending "
              "(id)")
      .choice("table-image", {"id", "file_name"}, options.table_image,
              "what names an image in tables (sop_uid, image_id): its id, or its file's name, taken without folders "
              "and its ending (id)")
      .option("classes", "NAME,...", options.classes, "evaluate these classes alone; boxes of others are left out")
      .choice("no-finding", {"exclude", "class"}, options.no_finding,
              "class No finding of VinDr-CXR and VinBigData: left out, or a class whose box is 0 0 1 1, as the "
              "competition counts it (exclude)")
      .option("rename", "FROM=TO", options.renames, "take one class for another, in the truth and in the boxes")
      .choice("preset", {"voc", "coco", "vinbigdata"}, options.preset,
              "the conventions of a benchmark; the options below change them")
      .option("iou", "LIST", options.iou, "IoU of a hit: 0.4, several with commas, or FIRST:LAST:STEP (0.4)")
      .choice("iou-rule", {"at-least", "above"}, options.iou_rule, "whether the IoU itself is enough (at-least)")
      .choice("interpolation", {"all-point", "11-point", "coco-101", "none"}, options.interpolation,
              "of precision over recall (all-point)")
      .choice("matching", {"best", "free"}, options.matching,
              "a box takes the truth it overlaps most, else it is a false alarm; or of those not taken yet (best)")
      .choice("pixels", {"edges", "inclusive"}, options.pixels, "a box is x_max - x_min wide, or one more (edges)")
      .option("max-detections", "N", options.most, "boxes of an image and class taken into account, best first (all)")
      .choice("ties", {"together", "file-order", "image-order"}, options.ties,
              "boxes of equal score pass a threshold together; or one by one in the order of their file, or of their "
              "images' ids and then of the file (together)")
      .choice("absent", {"exclude", "zero"}, options.absent,
              "a class without a true box but with detected ones: not in the mean, or 0 (exclude)")
      .option("fp-rates", "LIST", options.fp_rates, "false alarms per image at which FROC is read")
      .option("at-score", "S", options.scores, "also precision, recall, F1 and false alarms of boxes scored S or more")
      .choice("consensus", {"fusion", "majority"}, options.consensus,
              "truth of several readers: weighted boxes fusion of all; or lesions that more than half of an image's "
              "readers drew, the mean of their corners")
      .option("consensus-iou", "IOU", options.consensus_iou,
              "overlap at which boxes of readers are one lesion (fusion: above it)")
      .option("agreement", "FILE", options.agreement, "how well the readers of the truth agree, as a table of measures")
      .option("curves", "FILE", options.curves, "precision and recall at each score, by class and IoU")
      .option("froc", "FILE", options.froc, "false alarms per image and sensitivity at each score, at the first IoU")
      .option("describe", "FILE", options.describe,
              "numbers of boxes and images by class, true and detected, and the boxes' areas in percent of the image")
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
      .rejects("row")
      .seed(options.seed)
      .threads(options.threads)
      .hash_inputs()
      .example("eval-boxes --truth truth.csv --images ai.csv boxes.csv",
               "AP at an IoU of 0.4 for each class, its mean, and FROC")
      .example("eval-boxes --preset coco --truth truth.csv --images ai.csv --at-score 0.3 --summary boxes.csv",
               "by COCO's conventions, as sentences; also what a threshold of 0.3 does")
      .section(
          "METHOD",
          "AP is the area under precision over recall of one class, mAP its mean over classes. A box is a hit when "
          "it takes a true box of its class and image at the IoU; no true box is taken twice. Boxes of equal score "
          "pass a threshold together, so the order of rows never matters; --ties, as in the presets voc and coco, "
          "says otherwise, as the original programs do: matching within an image, and so every measure, depends on "
          "the order then, and AP is read behind each box. All images of the list count: boxes on "
          "images without a lesion are false alarms. FROC is the largest share of true boxes found with at most so "
          "many false alarms per image. Matching is done once; resamples of images, or of patients with all their "
          "images, change how often each counts. A resample that loses all true boxes of a class has no mean over "
          "classes and is left out. FROC and measures at a score are those of the first IoU. docs/statistics.md "
          "has the conventions of each preset.")
      .section("ACCOUNT",
               "Units images, readings (of --readings), truths (true boxes as given) and boxes; of yolo also files. "
               "Excluded: images by their "
               "status; boxes, and files of yolo, of images that the list lacks (image_not_listed, with a warning) or "
               "leaves out; boxes of other classes than --classes; rows that say No finding. Merged: an image that "
               "stands twice, a doubled true "
               "box, a doubled box of an image that stands twice.")
      .optional_input("BOXES", options.boxes, "the detected boxes, as cxr-infer writes them")
      .run(argc, argv, [&](cli::Run& run) { eval_boxes::eval_boxes(options, run); });
}

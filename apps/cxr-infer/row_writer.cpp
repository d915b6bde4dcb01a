// SPDX-License-Identifier: Apache-2.0
#include "row_writer.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace cxrval::cxr_infer {

namespace {

// Images that need no inference wait for those before them, but not more than this many for each place in a window.
constexpr std::size_t most_waiting = 16;

}  // namespace

RowWriter::RowWriter(const infer::Pipeline& pipeline, const Pictures& pictures, const TableSettings& settings,
                     cli::Run& run)
    : pipeline_(pipeline),
      pictures_(pictures),
      run_(run),
      frames_(settings.frames),
      classes_(scored_classes(pipeline.bundle())),
      results_(run, result_columns(classes_, settings.frames)),
      files_(run.ledger("files", "images")),
      images_(run.ledger("images", "ok")) {
  if (!settings.boxes.empty()) boxes_.emplace(run, "boxes", settings.boxes, box_columns(settings.frames));
}

void RowWriter::take(DecodedFile& file) {
  files_.read();
  if (file.kind != dicom::Candidate::image) {
    files_.excluded(file.kind == dicom::Candidate::dicomdir ? "dicomdir" : "not_dicom");
    return;
  }
  files_.written();
  take(std::move(file.images));
}

void RowWriter::take(std::vector<Decoded> images) {
  for (Decoded& image : images) {
    images_.read();
    ++taken_;
    if (image.other_shard) {
      images_.excluded("other_shard");
      continue;
    }
    if (image.prepared) ready_.push_back(std::move(*image.prepared));
    waiting_.push_back(std::move(image));
    if (ready_.size() == pipeline_.window() || waiting_.size() == most_waiting * pipeline_.window()) flush();
  }
}

void RowWriter::flush() {
  if (waiting_.empty()) return;
  const std::vector<base::Result<infer::Findings>> judged = pipeline_.run(ready_);
  std::size_t next = 0;
  for (const Decoded& image : waiting_) {
    if (image.prepared) {
      write_judged(image, ready_[next], judged[next]);
      ++next;
    } else if (image.fault) {
      reject(image, *image.fault);
    } else {
      images_.excluded("not_cxr");
      write(image, {Status::not_cxr, std::string(image.not_cxr)});
    }
  }
  waiting_.clear();
  ready_.clear();
}

void RowWriter::write_judged(const Decoded& image, const infer::Prepared& prepared,
                             const base::Result<infer::Findings>& findings) {
  if (!findings) {
    base::Fault fault = findings.error();
    fault.place.file = image.shown;
    reject(image, fault);
  } else if (!findings->is_routed) {
    images_.excluded("not_cxr");
    write(image, {Status::not_cxr, "router:" + findings->router_class, &*findings});
  } else if (!findings->is_pa) {
    images_.excluded("not_pa");
    write(image, {Status::not_pa, "pa_gate", &*findings});
  } else {
    images_.written();
    write(image, {Status::ok, "", &*findings});
    if (boxes_) write_boxes(image, findings->lesions);
    if (findings->abnormal.value_or(false)) pictures_.draw(image, prepared, *findings);
  }
}

void RowWriter::write(const Decoded& image, const Outcome& outcome) {
  std::vector<std::string> cells = result_row(image, outcome, pipeline_.bundle().hash);
  for (std::string& cell : class_cells(outcome, classes_)) cells.push_back(std::move(cell));
  if (frames_) cells.push_back(frame_cell(image));
  results_.write(cells);
}

void RowWriter::write_boxes(const Decoded& image, const std::vector<boxes::Detection>& lesions) {
  if (lesions.empty()) return;
  const auto& detector = std::get<infer::DetectorOutput>(pipeline_.bundle().lesions->manifest.output);
  for (const boxes::Detection& lesion : lesions) {
    std::vector<std::string> cells = box_row(image.header->sop_uid, lesion, detector.classes);
    if (frames_) cells.push_back(frame_cell(image));
    boxes_->write(cells);
  }
}

void RowWriter::reject(const Decoded& image, const base::Fault& fault) {
  write(image, {Status::rejected, fault.reason});
  run_.reject("images", fault);
}

}  // namespace cxrval::cxr_infer

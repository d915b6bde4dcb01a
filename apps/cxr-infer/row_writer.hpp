// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "decode.hpp"
#include "infer/pipeline.hpp"
#include "pictures.hpp"
#include "results.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::cxr_infer {

struct TableSettings {
  std::string boxes;    // the path of the second table, empty for none
  bool frames = false;  // a column for the frame
};

// Takes the decoded images in order, runs the pipeline on a window of them at a time, and writes the rows in that
// order. What a window holds depends on the inputs alone, so the rows do not depend on threads.
class RowWriter {
 public:
  // All must outlive it.
  RowWriter(const infer::Pipeline& pipeline, const Pictures& pictures, const TableSettings& settings, cli::Run& run);

  void take(DecodedFile& file);
  // Further frames of the last file.
  void take(std::vector<Decoded> images);
  // Judges and writes the images that wait for a full window.
  void flush();
  // Every image taken so far has its rows.
  bool is_clear() const { return waiting_.empty(); }
  // Taken so far, whatever became of them.
  std::size_t images() const { return taken_; }

 private:
  void write(const Decoded& image, const Outcome& outcome);
  void write_judged(const Decoded& image, const infer::Prepared& prepared,
                    const base::Result<infer::Findings>& findings);
  void write_boxes(const Decoded& image, const std::vector<boxes::Detection>& lesions);
  void reject(const Decoded& image, const base::Fault& fault);

  const infer::Pipeline& pipeline_;
  const Pictures& pictures_;
  cli::Run& run_;
  bool frames_;
  std::size_t taken_ = 0;
  ScoredClasses classes_;
  cli::PatientTable results_;
  std::optional<cli::PatientTable> boxes_;
  cli::Ledger& files_;
  cli::Ledger& images_;
  std::vector<Decoded> waiting_;  // in order; the planes of their `prepared` have moved to ready_
  std::vector<infer::Prepared> ready_;
};

}  // namespace cxrval::cxr_infer

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "decode.hpp"
#include "infer/pipeline.hpp"
#include "results.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cxrval::cxr_infer {

// Takes the decoded images in order, runs the pipeline on a window of them at a time, and writes the rows in that
// order. What a window holds depends on the inputs alone, so the rows do not depend on threads.
class RowWriter {
 public:
  // `boxes` is the path of the second table, empty for none.
  RowWriter(const infer::Pipeline& pipeline, const std::string& boxes, cli::Run& run);

  void take(Decoded image);
  // Runs what is left. Nothing may be taken after it.
  void finish() { flush(); }

 private:
  void flush();
  void write(const Decoded& image, const Outcome& outcome);
  void write_judged(const Decoded& image, const base::Result<infer::Findings>& findings);
  void write_boxes(const std::string& sop_uid, const std::vector<boxes::Detection>& lesions);
  void reject(const Decoded& image, const base::Fault& fault);

  const infer::Pipeline& pipeline_;
  cli::Run& run_;
  table::Writer& results_;
  table::Writer* boxes_;
  cli::Ledger& files_;
  cli::Ledger& images_;
  std::vector<Decoded> waiting_;  // in order; the planes of their `prepared` have moved to ready_
  std::vector<infer::Prepared> ready_;
};

}  // namespace cxrval::cxr_infer

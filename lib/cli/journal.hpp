// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "provenance/checkpoint.hpp"

#include <memory>
#include <optional>
#include <string>

namespace cxrval::cli {

// The checkpoints of a run that may be interrupted, one a line, in FILE.partial.journal beside its main output FILE.
// It is on the disk before the outputs get their names and goes away after that. A last line that was cut is no
// checkpoint.
class Journal {
 public:
  // Holds the journal until it is destroyed, and leaves it only with a checkpoint in it. Throws Error when another run
  // holds it, and without `resume` when an earlier run left one. `shown` is the main output's name for messages.
  Journal(const std::string& output, const std::string& shown, bool resume);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // The last one, an earlier run's perhaps.
  const std::optional<provenance::Checkpoint>& last() const { return last_; }
  void add(const provenance::Checkpoint& checkpoint);
  void remove();

 private:
  // Held until the descriptor is closed, by whatever end of the process.
  class Lock {
   public:
    Lock(const std::string& path, const std::string& shown);
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

    int descriptor() const { return descriptor_; }

   private:
    int descriptor_;
  };

  void read();

  std::string path_;
  Lock lock_;
  std::optional<provenance::Checkpoint> last_;
  std::unique_ptr<base::ByteSink> sink_;
};

}  // namespace cxrval::cli

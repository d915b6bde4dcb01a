// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "image_record.hpp"
#include "table/row_encoder.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::pacs_pull {

// What became of every image ever seen: FOLDER/ledger.csv, which is only appended to and is on the disk when commit()
// returns. A row that a killed run left cut is dropped. A later row about the same image replaces the earlier one.
class PullLedger {
 public:
  // Makes the folder and the file where they are not there. Throws base::Error for a ledger of another kind, and where
  // another process holds it.
  explicit PullLedger(const std::string& folder);
  ~PullLedger();
  PullLedger(const PullLedger&) = delete;
  PullLedger& operator=(const PullLedger&) = delete;

  // Nothing for an image that was never seen.
  std::optional<Outcome> image(std::string_view sop_uid) const;
  bool leaves_out(std::string_view series_uid) const;
  // The study is done, and the server has as many images of it as then.
  bool is_done(std::string_view study_uid, std::optional<std::size_t> images) const;

  // What is a chest X-ray is told by these rules from now on, by their hash. Other ones than before forget what the
  // former left out, and which studies are done.
  void begin_rules(const std::string& hash);
  // A fetched image's file is not there any more.
  void forget(const std::string& sop_uid);

  // Returns the row's line in the file.
  std::size_t add(const PullRecord& record);
  // Images that were handed to the command of --exec.
  void add_handed(const std::string& sop_uid);
  void commit();

  struct File {
    std::string sop_uid;
    std::string path;  // below the folder
    bool is_handed = false;
    bool is_there = true;
  };
  // Those fetched, in the order of the ledger. An image that was fetched again stands at its later row.
  const std::vector<File>& files() const { return files_; }
  const std::string& path() const { return path_; }
  const std::string& folder() const { return folder_; }

 private:
  void cut_torn_row() const;
  void read();
  void take(const PullRecord& record, std::string_view word);
  void write(const PullRecord& record, std::string_view word);
  void take_rules(const std::string& hash);

  std::string folder_;
  std::string path_;
  int lock_ = -1;
  std::unique_ptr<base::ByteSink> sink_;
  table::RowEncoder encoder_;
  std::unordered_map<std::string, Outcome> images_;
  std::unordered_map<std::string, std::size_t> file_of_;  // in files_
  std::unordered_map<std::string, std::size_t> series_;
  std::unordered_map<std::string, std::size_t> studies_;  // images when it was done
  std::vector<File> files_;
  std::string rules_;  // hash of the last
  std::size_t lines_ = 1;
};

}  // namespace cxrval::pacs_pull

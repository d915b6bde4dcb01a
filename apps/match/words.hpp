// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace cxrval::match_tool {

// Texts that many records share, kept once; for several threads.
class Words {
 public:
  // Equal just for equal texts; lives as long as the Words.
  const std::string* keep(std::string_view text) {
    const std::lock_guard lock(mutex_);
    return &*words_.emplace(text).first;
  }

  // Not while somebody keeps more.
  const std::unordered_set<std::string>& all() const { return words_; }

 private:
  std::mutex mutex_;
  std::unordered_set<std::string> words_;
};

}  // namespace cxrval::match_tool

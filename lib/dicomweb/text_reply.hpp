// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::dicomweb {

// Keeps a reply's text, of at most 64 MiB: "the answer is longer than 64 MiB".
class TextReply : public ReplySink {
 public:
  // `only_json`: a reply of 200 must be JSON by its type ("the answer is no JSON by its type").
  explicit TextReply(bool only_json) : only_json_(only_json) {}

  void restart() override;
  const char* head(const ReplyHead& head) override;
  const char* bytes(std::string_view bytes) override;
  const char* end() override { return nullptr; }
  bool wants_retry() const override { return !refused_; }

  const std::string& text() const { return text_; }

  static constexpr std::size_t longest = std::size_t{64} << 20;

 private:
  const char* refuse(const char* reason);

  bool only_json_;
  bool refused_ = false;
  std::string text_;
};

}  // namespace cxrval::dicomweb

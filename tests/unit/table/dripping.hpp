// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

// Gives the bytes in pieces of `step`, so that records are torn in every way a pipe may tear them.
class Dripping final : public cxrval::base::ByteSource {
 public:
  Dripping(std::string_view bytes, std::size_t step) : rest_(bytes), step_(step) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, step_, rest_.size()});
    std::copy_n(rest_.data(), count, buffer);
    rest_.remove_prefix(count);
    return count;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string_view rest_;
  std::size_t step_;
  std::string name_ = "t.csv";
};

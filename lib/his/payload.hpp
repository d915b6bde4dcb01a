// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/base64.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cxrval::his {

constexpr std::size_t payload_limit = std::size_t{64} << 20;  // bytes of one inner file

// The text of one NOIDUNGFILE, given in pieces, as the bytes of the inner file: base64, gzip inside base64, or the
// inner XML itself as text (CDATA or escaped), told by its first character.
class Payload {
 public:
  void feed(std::string_view text);
  bool empty() const { return form_ == Form::empty; }
  // The inner file, or the reason why there is none. The payload is used up.
  tl::expected<std::string, std::string> finish();

 private:
  enum class Form { empty, base64, text };

  Form form_ = Form::empty;
  base::Base64Decoder decoder_;
  std::string bytes_;
  std::string reason_;
};

}  // namespace cxrval::his

// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/text_reply.hpp"

#include "dicomweb/media_type.hpp"

#include <optional>

namespace cxrval::dicomweb {

void TextReply::restart() {
  text_.clear();
}

const char* TextReply::head(const ReplyHead& head) {
  if (!only_json_ || head.status != 200) return nullptr;
  const std::optional<MediaType> type = parse_media_type(head.content_type);
  const bool is_json = type && (type->type == "application/json" || type->type == "application/dicom+json");
  return is_json ? nullptr : refuse("the answer is no JSON by its type");
}

const char* TextReply::bytes(std::string_view bytes) {
  if (text_.size() + bytes.size() > longest) return refuse("the answer is longer than 64 MiB");
  text_.append(bytes);
  return nullptr;
}

const char* TextReply::refuse(const char* reason) {
  refused_ = true;
  return reason;
}

}  // namespace cxrval::dicomweb
